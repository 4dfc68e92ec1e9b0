/// A node's new key.
public struct RotatePayload: Equatable, Sendable {
    /// The new Ed25519 key, 32 bytes. Whether it is a good point is not checked here.
    public var newKey: [UInt8]
    /// The new key's signature over ``proofInput(oldKeyID:newKeyID:link:)``, 64 bytes.
    public var proof: [UInt8]

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - newKey: the new Ed25519 key, 32 bytes.
    ///   - proof: the new key's signature, 64 bytes.
    public init(
        newKey: [UInt8], proof: [UInt8]
    ) {
        self.newKey = newKey
        self.proof = proof
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 3)
        _ = try reader.readVersion()
        newKey = try reader.readKey()
        proof = try reader.readByteString(count: 64)
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 3)
        encoder.unsigned(1)
        encoder.key(newKey)
        encoder.byteString(proof)
        return encoder.bytes
    }

    /// What ``proof`` covers: `"rue-rotate-1"` ‖ old kid ‖ new kid ‖ seq (8 bytes, big-endian) ‖
    /// prev.
    ///
    /// - Parameters:
    ///   - oldKeyID: the id of the key that signs the rotation.
    ///   - newKeyID: the id of the new key.
    ///   - link: the rotation's chain header.
    /// - Returns: the bytes to sign or verify.
    public static func proofInput(
        oldKeyID: KeyID, newKeyID: KeyID, link: ChainLink
    ) -> [UInt8] {
        var input = Array("rue-rotate-1".utf8)
        oldKeyID.append(to: &input)
        newKeyID.append(to: &input)
        input.appendBigEndian(link.sequence)
        link.previous.append(to: &input)
        return input
    }
}
