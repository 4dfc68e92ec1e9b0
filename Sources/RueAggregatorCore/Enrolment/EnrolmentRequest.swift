import RueCrypto
import RueWire

/// A node's wish to be enrolled, its own signature verified.
struct EnrolmentRequest: Sendable {
    let payload: EnrolPayload
    let key: PublicKey

    /// Reads the message. What is no enrol message is `malformed`; whatever else is wrong is
    /// `unsigned`.
    init(_ body: [UInt8]) throws(EnrolmentRefusal) {
        let envelope: Envelope
        do throws(WireError) {
            envelope = try Envelope.decode(body)
            try envelope.require(.enrol)
            payload = try EnrolPayload(decoding: envelope.payload)
        } catch {
            throw .malformed(error.description)
        }
        guard let key = Signer.publicKey(payload.publicKey), key.keyID == envelope.keyID,
            envelope.verify(with: key)
        else { throw .unsigned }
        self.key = key
    }
}
