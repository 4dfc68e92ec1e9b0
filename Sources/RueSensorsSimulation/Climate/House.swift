/// A simulated house: rooms under one weather.
public struct House: Sendable {
    /// What everything in the house is derived from.
    public let seed: UInt64

    /// Makes a house.
    ///
    /// - Parameter seed: any number; the same number is the same house.
    public init(seed: UInt64) { self.seed = seed }

    /// The air of a room.
    ///
    /// - Parameter room: which.
    /// - Returns: its climate, which tells the truth at any moment.
    public func climate(in room: Room) -> Climate { Climate(room: room, houseSeed: seed) }
}
