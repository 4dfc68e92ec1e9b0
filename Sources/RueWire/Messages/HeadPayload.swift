/// The last item of a node's chain that the server keeps.
public struct HeadPayload: Equatable, Sendable {
    /// The request's nonce. In an error: the first 16 bytes of the offending item's id.
    public var nonce: Bytes16
    /// The id of the node's key.
    public var keyID: KeyID
    /// The last item's number; 0 when there is none.
    public var sequence: UInt64
    /// The last item's id; at sequence 0 the grant's.
    public var id: MessageID
    /// The server's time, in milliseconds of Unix time. A node may set its clock by it only if the
    /// nonce is its own fresh one.
    public var utcMilliseconds: UInt64
    /// The id of the server's signing key.
    public var serverID: KeyID

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - nonce: the request's nonce; in an error the first 16 bytes of the offending item's id.
    ///   - keyID: the id of the node's key.
    ///   - sequence: the last item's number; 0 when there is none.
    ///   - id: the last item's id; at sequence 0 the grant's.
    ///   - utcMilliseconds: the server's time, in milliseconds of Unix time.
    ///   - serverID: the id of the server's signing key.
    public init(
        nonce: Bytes16, keyID: KeyID, sequence: UInt64, id: MessageID, utcMilliseconds: UInt64,
        serverID: KeyID
    ) {
        self.nonce = nonce
        self.keyID = keyID
        self.sequence = sequence
        self.id = id
        self.utcMilliseconds = utcMilliseconds
        self.serverID = serverID
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 7)
        _ = try reader.readVersion()
        nonce = try reader.readBytes16()
        keyID = try reader.readBytes32()
        sequence = try reader.readField()
        id = try reader.readBytes32()
        utcMilliseconds = try reader.readField()
        serverID = try reader.readBytes32()
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 7)
        encoder.unsigned(1)
        encoder.byteString(nonce)
        encoder.byteString(keyID)
        encoder.unsigned(sequence)
        encoder.byteString(id)
        encoder.unsigned(utcMilliseconds)
        encoder.byteString(serverID)
        return encoder.bytes
    }
}
