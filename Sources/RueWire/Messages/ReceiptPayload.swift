/// The server's promise that an item, and all before it, are kept.
public struct ReceiptPayload: Equatable, Sendable {
    /// The id of the node's key.
    public var keyID: KeyID
    /// The item's number, 1 or more.
    public var sequence: UInt64
    /// The item's id.
    public var id: MessageID
    /// Whether the item's content was acceptable.
    public var status: ReceiptStatus
    /// When the server stored the item, in milliseconds of Unix time.
    public var utcMilliseconds: UInt64
    /// The id of the server's log of accepted items.
    public var logID: Bytes16
    /// How many items the log has, this one included.
    public var logSize: UInt64
    /// The log's running head at that size.
    public var logHead: Bytes32

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - keyID: the id of the node's key.
    ///   - sequence: the item's number, 1 or more.
    ///   - id: the item's id.
    ///   - status: whether the item's content was acceptable.
    ///   - utcMilliseconds: when the server stored the item, in milliseconds of Unix time.
    ///   - logID: the id of the server's log of accepted items.
    ///   - logSize: how many items the log has, this one included.
    ///   - logHead: the log's running head at that size.
    public init(
        keyID: KeyID, sequence: UInt64, id: MessageID, status: ReceiptStatus,
        utcMilliseconds: UInt64, logID: Bytes16, logSize: UInt64, logHead: Bytes32
    ) {
        self.keyID = keyID
        self.sequence = sequence
        self.id = id
        self.status = status
        self.utcMilliseconds = utcMilliseconds
        self.logID = logID
        self.logSize = logSize
        self.logHead = logHead
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 9)
        _ = try reader.readVersion()
        keyID = try reader.readBytes32()
        sequence = try reader.readField(atLeast: 1)
        id = try reader.readBytes32()
        status = try ReceiptStatus(from: &reader)
        utcMilliseconds = try reader.readField()
        logID = try reader.readBytes16()
        logSize = try reader.readField()
        logHead = try reader.readBytes32()
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 9)
        encoder.unsigned(1)
        encoder.byteString(keyID)
        encoder.unsigned(sequence)
        encoder.byteString(id)
        encoder.unsigned(UInt64(status.rawValue))
        encoder.unsigned(utcMilliseconds)
        encoder.byteString(logID)
        encoder.unsigned(logSize)
        encoder.byteString(logHead)
        return encoder.bytes
    }
}
