import RueCrypto
import RueWire

/// A node's question for its head, verified.
struct HeadRequest: Sendable {
    let keyID: KeyID
    let payload: HeadRequestPayload
    /// What the node's own grant and rotations prove, where its key was not known to this thread.
    let claim: GrantClaim?

    init(
        _ body: [UInt8], directory: KeyDirectory, authority: NodeAuthority
    ) throws(Refusal) {
        let envelope = try NodeAPI.decode(body, .headRequest)
        do throws(WireError) {
            payload = try HeadRequestPayload(decoding: envelope.payload)
        } catch {
            throw Refusal(.malformed, error.description)
        }
        keyID = envelope.keyID
        if let signer = directory.signer(keyID) {
            claim = nil
            guard envelope.verify(with: signer.key) else { throw .signature }
            return
        }
        guard let grant = payload.grant,
            let claim = GrantClaim(grant, payload.rotations, authority: authority),
            let signer = claim.keys.last?.key, signer.keyID == keyID,
            envelope.verify(with: signer)
        else { throw .signature }
        self.claim = claim
    }
}
