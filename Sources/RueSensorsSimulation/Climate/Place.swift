/// Where in a room a simulated sensor is. Every room has air; see ``Room/places``.
public enum Place: UInt8, CaseIterable, Sendable, CustomStringConvertible {
    /// In the middle of the room, or in the shade outdoors.
    case air
    /// In the floor's screed.
    case floor
    /// In the ground of the garden, 10 cm deep.
    case soil
    /// Among what lies in a freezer's drawer.
    case inside

    /// The name as written in a configuration: `air`, `floor` …
    public var description: String {
        switch self {
        case .air: "air"
        case .floor: "floor"
        case .soil: "soil"
        case .inside: "inside"
        }
    }

    /// Finds a place by its name.
    ///
    /// - Parameter name: as in ``description``.
    public init?(name: String) {
        guard let place = Place.allCases.first(where: { $0.description == name }) else {
            return nil
        }
        self = place
    }
}
