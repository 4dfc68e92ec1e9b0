/// A room that a simulation can show.
public struct SimulatedRoom: Equatable, Sendable {
    /// The name as written in a configuration.
    public let name: String

    /// Where in the room a sensor can be; the first is the one meant when nothing is said.
    public let places: [String]

    /// A room that a simulation can show.
    /// - Parameters:
    ///   - name: the name as written in a configuration.
    ///   - places: where in the room a sensor can be.
    public init(name: String, places: [String]) {
        self.name = name
        self.places = places
    }
}
