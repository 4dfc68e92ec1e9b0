/// A node's question for commands and pins, with the last it saw of the server's log.
public struct PollPayload: Equatable, Sendable {
    /// The number of the last command that the node has (`cseq`).
    public var commandSequence: UInt64
    /// The number of the pins that the node has; 0 for those of its grant.
    public var pinsNumber: UInt64
    /// The kernel's boot id.
    public var boot: BootID
    /// CLOCK_BOOTTIME, in milliseconds.
    public var uptimeMilliseconds: UInt64
    /// The log's id in the receipt of the last new item; zeros before any.
    public var logID: Bytes16
    /// The log's size in that receipt.
    public var logSize: UInt64
    /// The log's head in that receipt.
    public var logHead: Bytes32

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - commandSequence: the number of the last command that the node has.
    ///   - pinsNumber: the number of the pins that the node has.
    ///   - boot: the kernel's boot id.
    ///   - uptimeMilliseconds: CLOCK_BOOTTIME, in milliseconds.
    ///   - logID: the log's id in the receipt of the last new item.
    ///   - logSize: the log's size in that receipt.
    ///   - logHead: the log's head in that receipt.
    public init(
        commandSequence: UInt64, pinsNumber: UInt64, boot: BootID, uptimeMilliseconds: UInt64,
        logID: Bytes16, logSize: UInt64, logHead: Bytes32
    ) {
        self.commandSequence = commandSequence
        self.pinsNumber = pinsNumber
        self.boot = boot
        self.uptimeMilliseconds = uptimeMilliseconds
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
        try reader.readArray(count: 8)
        _ = try reader.readVersion()
        commandSequence = try reader.readField()
        pinsNumber = try reader.readField()
        boot = try reader.readBytes16()
        uptimeMilliseconds = try reader.readField()
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
        encoder.array(count: 8)
        encoder.unsigned(1)
        encoder.unsigned(commandSequence)
        encoder.unsigned(pinsNumber)
        encoder.byteString(boot)
        encoder.unsigned(uptimeMilliseconds)
        encoder.byteString(logID)
        encoder.unsigned(logSize)
        encoder.byteString(logHead)
        return encoder.bytes
    }
}
