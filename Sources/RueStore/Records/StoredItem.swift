public import RueWire

/// What a link of a chain is.
public enum ItemKind: Int64, Equatable, Sendable {
    /// A batch of readings.
    case batch = 0
    /// A change of keys.
    case rotation = 1
}

/// The first and last moment of an item's readings.
public struct ItemTimes: Equatable, Sendable {
    /// Inclusive, in milliseconds.
    public var first: Int64
    /// Inclusive, in milliseconds.
    public var last: Int64

    /// Puts the two together.
    public init(first: Int64, last: Int64) {
        self.first = first
        self.last = last
    }
}

/// A batch or rotation as it was received, with what its receipt needs.
public struct StoredItem: Equatable, Sendable {
    /// Its place in the log, from 1: the receipt's log size.
    public let position: Int64
    /// Whose it is.
    public let node: RowID
    /// The chain that it is a link of.
    public let chain: RowID
    /// Its number in the chain.
    public let sequence: UInt64
    /// Batch or rotation.
    public let kind: ItemKind
    /// Why its content was not accepted; nil for an accepted item.
    public let quarantineReason: String?
    /// The signed message, byte for byte.
    public let bytes: [UInt8]
    /// When it was kept, in milliseconds since 1970: the receipt's time.
    public let receivedMilliseconds: Int64
    /// The first and last time of its records, in milliseconds since 1970; nil until the clock
    /// resolves, and for what has no times.
    public let times: ItemTimes?
    /// Whether the times are the server's guess rather than the node's word.
    public let isUncertain: Bool
    /// UTC at uptime zero of its boot, in milliseconds since 1970; nil until known.
    public let bootOffsetMilliseconds: Int64?
    /// The running head of the log at ``position``.
    public let logHead: Bytes32
    /// The id of the log at ``position``.
    public let logID: Bytes16

    /// Whether the content was refused and only the bytes are kept.
    public var isQuarantined: Bool { quarantineReason != nil }

    /// Where the next page begins in ``ItemSelection/times(node:_:after:)``.
    public var timeCursor: TimeCursor? {
        times.map { TimeCursor(firstMilliseconds: $0.first, position: position) }
    }
}

/// A place in the order of time.
public struct TimeCursor: Equatable, Sendable {
    /// The first time of the item before.
    public let firstMilliseconds: Int64
    /// Its place in the log.
    public let position: Int64
}

/// Which items, and in which order.
public enum ItemSelection: Equatable, Sendable {
    /// All, in the order of the log, beginning after a position.
    case log(after: Int64)
    /// Those of one chain, by rising sequence number, from one on.
    case chain(RowID, from: UInt64)
    /// Those of one chain, the newest first, below a sequence number.
    case newest(chain: RowID, below: UInt64)
    /// Those of one node with readings in a range of milliseconds since 1970, by their first time.
    case times(node: RowID, ClosedRange<Int64>, after: TimeCursor?)
    /// Those of one node whose times are not known yet, in the order of the log, beginning after a
    /// position.
    case untimed(node: RowID, after: Int64)
}
