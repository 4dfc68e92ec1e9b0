public import RueWire

/// What can be said of a node as a whole.
public enum NodeCondition: String, Sendable, Equatable {
    /// Nothing has come from it yet.
    case waiting
    /// It sends.
    case live
    /// Nothing has come for longer than it should take.
    case silent
}

/// A node and the latest of all that it sends.
public struct NodeState: Sendable, Equatable {
    /// The end of its chain.
    public struct Head: Sendable, Equatable {
        /// The newest item's number.
        public let sequence: UInt64
        /// Its id; nil where its bytes are damaged.
        public let id: MessageID?

        /// Puts the two together.
        ///
        /// - Parameters:
        ///   - sequence: the newest item's number.
        ///   - id: its id.
        public init(sequence: UInt64, id: MessageID?) {
            self.sequence = sequence
            self.id = id
        }
    }

    /// The admin's name for it. Any text but control characters: escape it wherever it is shown.
    public var name: String
    /// The URN with its trailing `_`.
    public var baseName: String
    /// The four words to compare with those that the node shows; `-` without a key.
    public var keyWords: String
    /// When it was first enrolled, in milliseconds since 1970.
    public var createdMilliseconds: Int64
    /// When its newest item came, in milliseconds since 1970; nil before the first.
    public var lastSeenMilliseconds: Int64?
    /// After so long without an item it counts as silent.
    public var silentAfterMilliseconds: Int64
    /// What can be said of it.
    public var condition: NodeCondition
    /// Its sensors, by name.
    public var sensors: [SensorState]
    /// What it says of itself (`node_…`), by name.
    public var health: [SeriesState]
    /// The newest item of its current chain; nil before the first.
    public var head: Head?
    /// The kernel's boot id of its newest item.
    public var bootID: BootID?
    /// The kernel's uptime when its newest item was made, in milliseconds.
    public var uptimeMilliseconds: UInt64?

    /// Puts a node together; the meanings are those of the properties.
    public init(
        name: String, baseName: String, keyWords: String, createdMilliseconds: Int64,
        lastSeenMilliseconds: Int64? = nil, silentAfterMilliseconds: Int64 = 30_000,
        condition: NodeCondition = .waiting, sensors: [SensorState] = [],
        health: [SeriesState] = [], head: Head? = nil, bootID: BootID? = nil,
        uptimeMilliseconds: UInt64? = nil
    ) {
        self.name = name
        self.baseName = baseName
        self.keyWords = keyWords
        self.createdMilliseconds = createdMilliseconds
        self.lastSeenMilliseconds = lastSeenMilliseconds
        self.silentAfterMilliseconds = silentAfterMilliseconds
        self.condition = condition
        self.sensors = sensors
        self.health = health
        self.head = head
        self.bootID = bootID
        self.uptimeMilliseconds = uptimeMilliseconds
    }

    /// The series of its sensors, and then what it says of itself.
    public var allSeries: [SeriesState] { sensors.flatMap(\.series) + health }

    /// The sensor of that name.
    ///
    /// - Parameter id: the sensor's name.
    /// - Returns: nil when the node has none of that name.
    public func sensor(_ id: String) -> SensorState? { sensors.first { $0.id == id } }
}
