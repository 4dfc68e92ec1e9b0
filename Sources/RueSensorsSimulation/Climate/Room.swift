/// A room of the simulated house.
public enum Room: UInt8, CaseIterable, Sendable, CustomStringConvertible {
    /// Warm, with cooking pulses and the morning sun.
    case kitchen
    /// Warm, with the afternoon sun and people in the evening.
    case livingRoom
    /// Cool, with people at night.
    case bedroom
    /// Warm, with showers.
    case bathroom
    /// Cold and humid, months behind the season.
    case cellar
    /// Under the roof: follows the weather, and the sun on the tiles.
    case attic
    /// The weather itself.
    case outdoors
    /// The air in a freezer, and what lies in its drawer.
    case freezer

    /// The name as written in a configuration: `kitchen`, `living-room` …
    public var description: String {
        switch self {
        case .kitchen: "kitchen"
        case .livingRoom: "living-room"
        case .bedroom: "bedroom"
        case .bathroom: "bathroom"
        case .cellar: "cellar"
        case .attic: "attic"
        case .outdoors: "outdoors"
        case .freezer: "freezer"
        }
    }

    /// Where in the room a sensor can be; the first is the one meant when nothing is said.
    public var places: [Place] {
        switch self {
        case .cellar: [.air, .floor]
        case .outdoors: [.air, .soil]
        case .freezer: [.air, .inside]
        case .kitchen, .livingRoom, .bedroom, .bathroom, .attic: [.air]
        }
    }

    /// Finds a room by its name.
    ///
    /// - Parameter name: as in ``description``.
    public init?(name: String) {
        guard let room = Room.allCases.first(where: { $0.description == name }) else {
            return nil
        }
        self = room
    }

    /// How much less the air weighs on the room than on the ground, in mPa: 12 Pa a metre.
    var pressureDrop: Int64 {
        switch self {
        case .cellar: -30_000
        case .outdoors, .kitchen, .livingRoom, .freezer: 12_000
        case .bedroom, .bathroom: 46_000
        case .attic: 80_000
        }
    }
}
