public import RueStore
public import RueWire

/// A node as the admin sees it.
public struct NodeOverview: Equatable, Sendable {
    /// Name, URN, status, dates.
    public let node: NodeRecord
    /// Its keys, the newest last, with their state.
    public let keys: [KeyRecord]
    /// The newest item of its current chain; nil before the first.
    public let head: Head?
    /// How many items are kept.
    public let counts: ItemCounts
    /// What was found odd about it.
    public let events: [EventRecord]
    /// What it has reported as lost.
    public let gaps: [GapRecord]

    /// The end of a chain.
    public struct Head: Equatable, Sendable {
        /// The newest item's number.
        public let sequence: UInt64
        /// Its id; nil where its bytes are damaged.
        public let id: MessageID?
        /// When it came, in milliseconds since 1970.
        public let receivedMilliseconds: Int64
    }

    /// The key that it signs with now; nil when it never had one.
    public var currentKey: KeyRecord? {
        keys.last { $0.revokedMilliseconds == nil && $0.untilSequence == nil } ?? keys.last
    }

    /// The four words to compare with those that the node shows.
    public var keyWords: String {
        currentKey.map { Proquint.keyWords(of: $0.keyID) } ?? "-"
    }
}
