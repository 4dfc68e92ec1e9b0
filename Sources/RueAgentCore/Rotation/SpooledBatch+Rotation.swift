internal import RueCrypto
internal import RueWire

extension SpooledBatch {
    /// Signs a change of keys as the next item of a chain.
    static func rotation(
        from old: SigningKey, to new: SigningKey, after head: ChainHead, boot: BootID,
        uptimeMilliseconds: UInt64, utcMilliseconds: UInt64?
    ) throws(CryptoError) -> SpooledBatch {
        let link = ChainLink(
            sequence: head.sequence + 1, previous: head.id, boot: boot,
            uptimeMilliseconds: uptimeMilliseconds, utcMilliseconds: utcMilliseconds)
        let proof = try new.sign(
            RotatePayload.proofInput(
                oldKeyID: old.publicKey.keyID, newKeyID: new.publicKey.keyID, link: link))
        let payload = RotatePayload(newKey: new.publicKey.bytes, proof: proof)
        let envelope = try Envelope.sign(
            kind: .rotate, chain: link, payload: payload.encode(), key: old)
        return SpooledBatch(
            sequence: link.sequence, id: envelope.messageID, message: envelope.encode())
    }

    /// Whether a message is a rotation.
    static func isRotation(_ message: [UInt8]) -> Bool {
        do throws(WireError) {
            return try Envelope.decode(message).kind == .rotate
        } catch {
            return false
        }
    }
}
