/// A simulated house: rooms under one weather.
public struct House: Sendable {
    /// What everything in the house is derived from.
    public let seed: UInt64

    /// Makes a house.
    ///
    /// - Parameter seed: any number; the same number is the same house.
    public init(seed: UInt64) { self.seed = seed }

    /// The climate at a place.
    ///
    /// - Parameters:
    ///   - room: which.
    ///   - place: where in it; one that is not among the room's ``Room/places`` is its air.
    /// - Returns: its climate, which tells the truth at any moment.
    public func climate(in room: Room, place: Place = .air) -> Climate {
        Climate(room: room, place: place, houseSeed: seed)
    }
}
