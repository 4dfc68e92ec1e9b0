/// What the server vouches for at the end of an archive: that it is whole, and what was asked for.
public struct ArchivePayload: Equatable, Sendable {
    /// When the archive was made, in milliseconds of Unix time.
    public var utcMilliseconds: UInt64
    /// From when on readings were asked for, in milliseconds of Unix time; nil for all before.
    public var from: UInt64?
    /// Until when, included; nil for all after.
    public var to: UInt64?
    /// The id of the server's log when the archive was made.
    public var logID: Bytes16
    /// How many items the log had.
    public var logSize: UInt64
    /// Its running head.
    public var logHead: Bytes32
    /// How many chains are in the archive, or parts of chains.
    public var chains: UInt64
    /// How many items are in it.
    public var items: UInt64
    /// SHA-256 over every byte of the archive before the record that this message is in.
    public var digest: Bytes32

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - utcMilliseconds: when the archive was made, in milliseconds of Unix time.
    ///   - from: from when on readings were asked for; nil for all before.
    ///   - to: until when, included; nil for all after.
    ///   - logID: the id of the server's log.
    ///   - logSize: how many items the log had.
    ///   - logHead: its running head.
    ///   - chains: how many chains are in the archive.
    ///   - items: how many items are in it.
    ///   - digest: SHA-256 over all before.
    public init(
        utcMilliseconds: UInt64, from: UInt64?, to: UInt64?, logID: Bytes16, logSize: UInt64,
        logHead: Bytes32, chains: UInt64, items: UInt64, digest: Bytes32
    ) {
        self.utcMilliseconds = utcMilliseconds
        self.from = from
        self.to = to
        self.logID = logID
        self.logSize = logSize
        self.logHead = logHead
        self.chains = chains
        self.items = items
        self.digest = digest
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 10)
        _ = try reader.readVersion()
        utcMilliseconds = try reader.readField()
        from = try reader.readOptionalField()
        to = try reader.readOptionalField()
        logID = try reader.readBytes16()
        logSize = try reader.readField()
        logHead = try reader.readBytes32()
        chains = try reader.readField()
        items = try reader.readField()
        digest = try reader.readBytes32()
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 192)
        encoder.array(count: 10)
        encoder.unsigned(1)
        encoder.unsigned(utcMilliseconds)
        encoder.optionalUnsigned(from)
        encoder.optionalUnsigned(to)
        encoder.byteString(logID)
        encoder.unsigned(logSize)
        encoder.byteString(logHead)
        encoder.unsigned(chains)
        encoder.unsigned(items)
        encoder.byteString(digest)
        return encoder.bytes
    }
}
