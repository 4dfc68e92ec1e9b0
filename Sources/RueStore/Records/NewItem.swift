public import RueWire

/// An item to be appended to the log.
public struct NewItem: Sendable {
    /// Its place in the log: one above the last.
    public var position: Int64
    /// Whose it is.
    public var node: RowID
    /// The chain that it is a link of.
    public var chain: RowID
    /// Its number in the chain.
    public var sequence: UInt64
    /// Batch or rotation.
    public var kind: ItemKind
    /// Why its content is not accepted; nil for an accepted item.
    public var quarantineReason: String?
    /// The signed message as received.
    public var bytes: [UInt8]
    /// The time, in milliseconds since 1970.
    public var receivedMilliseconds: Int64
    /// Its kernel boot.
    public var boot: RowID
    /// The times of its records, in milliseconds since 1970; nil while unknown.
    public var times: ItemTimes?
    /// The times of its records on the boot's clock, in milliseconds; only where ``times`` are
    /// unknown.
    public var uptimes: ItemTimes?
    /// Whether the times are the server's guess.
    public var isUncertain: Bool
    /// The log's running head with this item.
    public var logHead: Bytes32

    /// Puts an item together; the meanings are those of the properties.
    public init(
        position: Int64, node: RowID, chain: RowID, sequence: UInt64, kind: ItemKind,
        quarantineReason: String?, bytes: [UInt8], receivedMilliseconds: Int64, boot: RowID,
        times: ItemTimes?, uptimes: ItemTimes?, isUncertain: Bool, logHead: Bytes32
    ) {
        self.position = position
        self.node = node
        self.chain = chain
        self.sequence = sequence
        self.kind = kind
        self.quarantineReason = quarantineReason
        self.bytes = bytes
        self.receivedMilliseconds = receivedMilliseconds
        self.boot = boot
        self.times = times
        self.uptimes = uptimes
        self.isUncertain = isUncertain
        self.logHead = logHead
    }
}
