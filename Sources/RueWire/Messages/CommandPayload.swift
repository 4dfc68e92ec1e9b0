/// A command of the server to one node.
public struct CommandPayload: Equatable, Sendable {
    /// The id of the node's key.
    public var keyID: KeyID
    /// The command's number (`cseq`), only rising.
    public var commandSequence: UInt64
    /// The boot of the node for which the command is meant.
    public var boot: BootID
    /// The command expires when the node's CLOCK_BOOTTIME passes this many milliseconds.
    public var untilUptimeMilliseconds: UInt64
    /// What to do, at most 255 bytes.
    public var action: String
    /// The action's arguments: one CBOR item of any shape, encoded.
    public var arguments: [UInt8]

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - keyID: the id of the node's key.
    ///   - commandSequence: the command's number, only rising.
    ///   - boot: the boot of the node for which the command is meant.
    ///   - untilUptimeMilliseconds: when it expires: CLOCK_BOOTTIME in milliseconds.
    ///   - action: what to do, at most 255 bytes.
    ///   - arguments: one CBOR item, encoded.
    public init(
        keyID: KeyID, commandSequence: UInt64, boot: BootID, untilUptimeMilliseconds: UInt64,
        action: String, arguments: [UInt8]
    ) {
        self.keyID = keyID
        self.commandSequence = commandSequence
        self.boot = boot
        self.untilUptimeMilliseconds = untilUptimeMilliseconds
        self.action = action
        self.arguments = arguments
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 7)
        _ = try reader.readVersion()
        keyID = try reader.readBytes32()
        commandSequence = try reader.readField()
        boot = try reader.readBytes16()
        untilUptimeMilliseconds = try reader.readField()
        action = bytes.text(in: try reader.readLimitedText())
        arguments = Array(bytes[try reader.skipPayloadItem(depth: WireLimits.payloadDepth - 1)])
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 7)
        encoder.unsigned(1)
        encoder.byteString(keyID)
        encoder.unsigned(commandSequence)
        encoder.byteString(boot)
        encoder.unsigned(untilUptimeMilliseconds)
        encoder.text(action)
        encoder.encoded(arguments)
        return encoder.bytes
    }
}
