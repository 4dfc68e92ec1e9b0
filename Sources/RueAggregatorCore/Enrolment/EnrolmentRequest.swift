import RueCrypto
import RueWire

/// A node's wish to be enrolled, its own signature verified.
struct EnrolmentRequest: Sendable {
    let payload: EnrolPayload
    let key: PublicKey

    /// Reads the message. What is no enrol message is `malformed`; whatever else is wrong is `token`.
    init(_ body: [UInt8]) throws(Refusal) {
        let envelope = try NodeAPI.decode(body, .enrol)
        do throws(WireError) {
            payload = try EnrolPayload(decoding: envelope.payload)
        } catch {
            throw Refusal(.malformed, error.description)
        }
        guard let key = Signer.publicKey(payload.publicKey), key.keyID == envelope.keyID,
            envelope.verify(with: key)
        else { throw .token }
        self.key = key
    }
}
