/// A room of the simulated house.
public enum Room: UInt8, CaseIterable, Sendable, CustomStringConvertible {
    /// Warm, with a strong daily curve.
    case kitchen
    /// Warm and even.
    case livingRoom
    /// Cool and even.
    case bedroom
    /// Warm and humid.
    case bathroom
    /// Cold, humid, hardly any daily curve.
    case cellar
    /// Follows the season half-way.
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

    /// How the room's air behaves; temperatures in m°C, humidities in m%RH.
    struct Character {
        let temperature: Int64
        let dailySwing: Int64
        let yearlySwing: Int64
        let temperatureDrift: Int64
        let humidity: Int64
        let humidityDrift: Int64
        let noise: Int64
    }

    var character: Character {
        switch self {
        case .kitchen: Character(21_500, daily: 1800, yearly: 1200, 700, humidity: 48_000, 6000)
        case .livingRoom: Character(21_000, daily: 900, yearly: 1500, 500, humidity: 45_000, 4000)
        case .bedroom: Character(18_500, daily: 700, yearly: 2000, 500, humidity: 50_000, 4000)
        case .bathroom: Character(22_500, daily: 1200, yearly: 800, 800, humidity: 60_000, 12_000)
        case .cellar: Character(13_000, daily: 100, yearly: 3000, 200, humidity: 68_000, 3000)
        case .attic: Character(16_000, daily: 3000, yearly: 8000, 900, humidity: 52_000, 6000)
        case .outdoors:
            Character(10_000, daily: 4500, yearly: 9500, 4000, humidity: 72_000, 12_000)
        case .freezer: Character(-18_000, daily: 100, yearly: 100, 300, humidity: 70_000, 3000)
        }
    }
}

extension Room.Character {
    init(
        _ temperature: Int64, daily: Int64, yearly: Int64, _ temperatureDrift: Int64,
        humidity: Int64, _ humidityDrift: Int64
    ) {
        self.init(
            temperature: temperature, dailySwing: daily, yearlySwing: yearly,
            temperatureDrift: temperatureDrift, humidity: humidity, humidityDrift: humidityDrift,
            noise: 30)
    }
}
