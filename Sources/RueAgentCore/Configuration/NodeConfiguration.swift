/// What a node is told to do: the checked content of its YAML file.
public struct NodeConfiguration: Equatable, Sendable {
    /// The largest file that is read.
    public static let maximumBytes = YAMLReader.maximumBytes

    /// The node's name for people, 1 to 64 characters.
    public let name: String

    /// When a batch is full.
    public let batch: BatchLimits

    /// Where the node keeps what it has signed.
    public let spool: SpoolConfiguration

    /// The sensors, in the order of the file; their ids are distinct.
    public let sensors: [SensorConfiguration]

    /// What the simulated buses show.
    public let simulation: SimulationConfiguration

    /// What simulated sensors are made to suffer, for rehearsing; empty in ordinary use.
    public let faults: FaultSchedule

    /// Whether every sensor is simulated, so that the node is no real device.
    public var isSimulated: Bool {
        sensors.allSatisfy { $0.bus == .simulated }
    }
}

/// When a batch is full: whichever comes first.
public struct BatchLimits: Equatable, Sendable {
    /// The readings, 1 to 1,000: a batch holds at most 1,024 records, and the node adds a few
    /// about itself.
    public let readings: Int

    /// The age of the oldest reading, in milliseconds; nil where age does not count.
    public let milliseconds: UInt64?

    /// 60 readings or 60 seconds.
    public static let standard = BatchLimits(readings: 60, milliseconds: 60_000)

    /// When a batch is full.
    /// - Parameters:
    ///   - readings: 1 to 1,000.
    ///   - milliseconds: the age of the oldest reading; nil where age does not count.
    public init(readings: Int, milliseconds: UInt64?) {
        self.readings = readings
        self.milliseconds = milliseconds
    }
}

/// What simulated buses show.
public struct SimulationConfiguration: Equatable, Sendable {
    /// Where the climate's noise starts: the same seed gives the same readings.
    public let seed: UInt64

    /// The room whose climate is shown, one of those that the reader of the file was told of.
    public let room: String

    /// What simulated buses show.
    /// - Parameters:
    ///   - seed: where the noise starts.
    ///   - room: the room's name.
    public init(seed: UInt64, room: String) {
        self.seed = seed
        self.room = room
    }
}
