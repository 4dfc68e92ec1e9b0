import RueCrypto
import RueWire

/// The rules of a rotation that need no store.
enum Rotation {
    /// What is wrong with one, in words.
    struct Fault: Error {
        let detail: String
    }

    /// Checks the payload and the new key's proof; the envelope's own signature is the caller's
    /// business.
    ///
    /// - Returns: the new key.
    static func check(_ envelope: Envelope, _ link: ChainLink) -> Result<PublicKey, Fault> {
        do throws(WireError) {
            let payload = try RotatePayload(decoding: envelope.payload)
            guard let key = Signer.publicKey(payload.newKey) else {
                return .failure(Fault(detail: "the new key is not one that may be trusted"))
            }
            let proven = RotatePayload.proofInput(
                oldKeyID: envelope.keyID, newKeyID: key.keyID, link: link)
            guard key.keyID != envelope.keyID,
                key.verify(signature: payload.proof, message: proven)
            else { return .failure(Fault(detail: "the new key's proof is wrong")) }
            return .success(key)
        } catch {
            return .failure(Fault(detail: error.description))
        }
    }
}
