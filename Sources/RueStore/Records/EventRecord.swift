/// What can be odd about a node.
public enum EventKind: Int64, Equatable, Sendable, CustomStringConvertible {
    /// A sequence number came with another id than the one kept.
    case fork = 1
    /// The next item did not name the one before.
    case brokenChain = 2
    /// A boot id returned after another one: two devices share a key.
    case clone = 3
    /// The node has lost items that the server has not.
    case lostItems = 4
    /// An item was put in quarantine.
    case quarantine = 5
    /// A node was learnt from its grant, because the store had forgotten it.
    case learnt = 6
    /// A node's clock is more than a day ahead.
    case clockAhead = 7
    /// By what is known of its boot, an item would lie before 2025-01-01.
    case timeTooEarly = 8
    /// A node was told of a log that this store does not have: it was rolled back in silence.
    case rolledBack = 9

    /// A few words for a table.
    public var description: String {
        switch self {
        case .fork: "fork"
        case .brokenChain: "broken chain"
        case .clone: "two devices, one key"
        case .lostItems: "items lost"
        case .quarantine: "quarantined item"
        case .learnt: "learnt from its grant"
        case .clockAhead: "clock ahead"
        case .timeTooEarly: "time before 2025"
        case .rolledBack: "server rolled back"
        }
    }
}

/// Something odd, counted.
public struct EventRecord: Equatable, Sendable {
    /// Whom it is about, nil for the server itself.
    public let node: RowID?
    /// What it is.
    public let kind: EventKind
    /// The newest case in words.
    public let detail: String
    /// When it was first and last seen, in milliseconds since 1970.
    public let firstMilliseconds: Int64
    /// When it was last seen, in milliseconds since 1970.
    public let lastMilliseconds: Int64
    /// How often.
    public let count: Int64
}
