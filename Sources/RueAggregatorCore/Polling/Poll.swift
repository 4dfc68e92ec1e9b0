import RueCrypto
import RueStore
import RueWire

/// A node's question for commands and pins, verified.
struct Poll: Sendable {
    let keyID: KeyID
    let node: RowID
    let payload: PollPayload

    init(_ body: [UInt8], directory: KeyDirectory) throws(Refusal) {
        let envelope = try NodeAPI.decode(body, .poll)
        guard let signer = directory.signer(envelope.keyID), envelope.verify(with: signer.key)
        else { throw .signature }
        guard signer.isCurrent else { throw .revoked }
        do throws(WireError) {
            payload = try PollPayload(decoding: envelope.payload)
        } catch {
            throw Refusal(.malformed, error.description)
        }
        keyID = envelope.keyID
        node = signer.node
    }
}

extension Signer {
    /// Whether the key may sign what comes next.
    var isCurrent: Bool { !isRevoked && untilSequence == nil }
}
