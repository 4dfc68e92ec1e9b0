/// An item in passing, without a copy of its bytes.
public struct ScannedItem {
    /// Its place in the log, from 1.
    public let position: Int64
    /// Whose it is.
    public let node: RowID
    /// The chain that it is a link of.
    public let chain: RowID
    /// Its number in the chain.
    public let sequence: UInt64
    /// Batch or rotation.
    public let kind: ItemKind
    /// Whether the content was refused and only the bytes are kept.
    public let isQuarantined: Bool
    /// When it was kept, in milliseconds since 1970.
    public let receivedMilliseconds: Int64
    /// The first and last time of its records; nil until the clock resolves.
    public let times: ItemTimes?
    /// Whether the times are the server's guess rather than the node's word.
    public let isUncertain: Bool
    /// UTC at uptime zero of its boot, in milliseconds since 1970; nil until known.
    public let bootOffsetMilliseconds: Int64?
    /// The signed message, in the database's own memory: good until the visit ends, no longer.
    public let unsafeBytes: UnsafeRawBufferPointer

    /// Puts an item together that no store has; the meanings are those of the properties.
    public init(
        position: Int64, node: RowID, chain: RowID, sequence: UInt64, kind: ItemKind,
        isQuarantined: Bool, receivedMilliseconds: Int64, times: ItemTimes?, isUncertain: Bool,
        bootOffsetMilliseconds: Int64?, unsafeBytes: UnsafeRawBufferPointer
    ) {
        self.position = position
        self.node = node
        self.chain = chain
        self.sequence = sequence
        self.kind = kind
        self.isQuarantined = isQuarantined
        self.receivedMilliseconds = receivedMilliseconds
        self.times = times
        self.isUncertain = isUncertain
        self.bootOffsetMilliseconds = bootOffsetMilliseconds
        self.unsafeBytes = unsafeBytes
    }
}
