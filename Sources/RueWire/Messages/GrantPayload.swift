/// What the server grants an enrolled node. Signed by the server; the node keeps it for good.
public struct GrantPayload: Equatable, Sendable {
    /// The node's Ed25519 key, 32 bytes.
    public var publicKey: [UInt8]
    /// The node's base name.
    public var baseName: String
    /// The id of the server's signing key.
    public var serverID: KeyID
    /// The pin of the server's TLS key.
    public var livePin: Pin
    /// The pin of the TLS key that a re-installed server will use.
    public var recoveryPin: Pin
    /// The server's Ed25519 signing key, 32 bytes.
    public var serverKey: [UInt8]
    /// The id of the token that was spent, 8 bytes: each enrolment starts a chain of its own.
    public var tokenID: [UInt8]
    /// The server's time, in milliseconds of Unix time. The later grant of a key counts.
    public var utcMilliseconds: UInt64

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - publicKey: the node's Ed25519 key, 32 bytes.
    ///   - baseName: the node's base name.
    ///   - serverID: the id of the server's signing key.
    ///   - livePin: the pin of the server's TLS key.
    ///   - recoveryPin: the pin of the key in the recovery kit.
    ///   - serverKey: the server's Ed25519 signing key, 32 bytes.
    ///   - tokenID: the id of the token that was spent, 8 bytes.
    ///   - utcMilliseconds: the server's time, in milliseconds of Unix time.
    public init(
        publicKey: [UInt8], baseName: String, serverID: KeyID, livePin: Pin, recoveryPin: Pin,
        serverKey: [UInt8], tokenID: [UInt8], utcMilliseconds: UInt64
    ) {
        self.publicKey = publicKey
        self.baseName = baseName
        self.serverID = serverID
        self.livePin = livePin
        self.recoveryPin = recoveryPin
        self.serverKey = serverKey
        self.tokenID = tokenID
        self.utcMilliseconds = utcMilliseconds
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 8)
        _ = try reader.readVersion()
        publicKey = try reader.readKey()
        baseName = try reader.readBaseName()
        serverID = try reader.readBytes32()
        (livePin, recoveryPin) = try reader.readPins()
        serverKey = try reader.readKey()
        tokenID = try reader.readByteString(count: 8)
        utcMilliseconds = try reader.readField()
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 8)
        encoder.unsigned(1)
        encoder.key(publicKey)
        encoder.text(baseName)
        encoder.byteString(serverID)
        encoder.pins(live: livePin, recovery: recoveryPin)
        encoder.key(serverKey)
        encoder.byteString(tokenID)
        encoder.unsigned(utcMilliseconds)
        return encoder.bytes
    }
}
