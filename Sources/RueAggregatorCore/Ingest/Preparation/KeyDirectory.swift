import RueServer
import RueStore
import RueWire

/// The keys as the event loops see them, to verify by, and the pins that nodes are to have. It may
/// lag behind the store by a moment; the writer, which decides, asks the store itself.
final class KeyDirectory: Sendable {
    private struct Contents {
        var signers: [KeyID: Signer] = [:]
        var pins: PinsRecord?
        var listener: (@Sendable () -> Void)?
    }

    private let contents = Locked(Contents())

    /// The pins that nodes are to have; nil where none could be noted.
    var pins: PinsRecord? { contents.withLock { $0.pins } }

    func signer(_ id: KeyID) -> Signer? { contents.withLock { $0.signers[id] } }

    /// Puts in what the store has now.
    func replace(_ signers: [KeyID: Signer], pins: PinsRecord? = nil) {
        let listener = contents.withLock { contents in
            contents.signers = signers
            contents.pins = pins
            return contents.listener
        }
        listener?()
    }

    /// Has something called after every change, on the writer's thread.
    func onChange(_ listener: @escaping @Sendable () -> Void) {
        contents.withLock { $0.listener = listener }
    }
}
