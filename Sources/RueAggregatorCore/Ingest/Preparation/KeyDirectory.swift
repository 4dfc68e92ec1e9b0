import RueServer
import RueWire

/// The keys as the event loops see them, to verify by. It may lag behind the store by a moment; the
/// writer, which decides, asks the store itself.
final class KeyDirectory: Sendable {
    private let signers = Locked<[KeyID: Signer]>([:])

    func signer(_ id: KeyID) -> Signer? { signers.withLock { $0[id] } }

    func replace(_ all: [KeyID: Signer]) { signers.withLock { $0 = all } }
}
