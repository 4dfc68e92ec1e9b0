/// What a node sends to be enrolled.
public struct EnrolPayload: Equatable, Sendable {
    /// The id of the one-time token, 8 bytes.
    public var tokenID: [UInt8]
    /// HMAC-SHA-256, with the SHA-256 of the token's secret as its key, over
    /// ``macInput(keyID:serverPin:baseName:)``.
    public var mac: Bytes32
    /// The node's Ed25519 key, 32 bytes. Whether it is a good point is not checked here.
    public var publicKey: [UInt8]
    /// The node's base name.
    public var baseName: String

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - tokenID: the id of the one-time token, 8 bytes.
    ///   - mac: the proof that the node has the token's secret.
    ///   - publicKey: the node's Ed25519 key, 32 bytes.
    ///   - baseName: the node's base name.
    public init(
        tokenID: [UInt8], mac: Bytes32, publicKey: [UInt8], baseName: String
    ) {
        self.tokenID = tokenID
        self.mac = mac
        self.publicKey = publicKey
        self.baseName = baseName
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 5)
        _ = try reader.readVersion()
        tokenID = try reader.readByteString(count: 8)
        mac = try reader.readBytes32()
        publicKey = try reader.readKey()
        baseName = try reader.readBaseName()
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 5)
        encoder.unsigned(1)
        encoder.byteString(tokenID)
        encoder.byteString(mac)
        encoder.key(publicKey)
        encoder.text(baseName)
        return encoder.bytes
    }

    /// What ``mac`` covers: kid ‖ pin of the TLS key that the node sees ‖ bn.
    ///
    /// - Parameters:
    ///   - keyID: the id of the node's key.
    ///   - serverPin: the pin of the TLS key that the node sees.
    ///   - baseName: the node's base name.
    /// - Returns: the bytes, without any length or separator between.
    public static func macInput(keyID: KeyID, serverPin: Pin, baseName: String) -> [UInt8] {
        keyID.bytes + serverPin.bytes + Array(baseName.utf8)
    }
}
