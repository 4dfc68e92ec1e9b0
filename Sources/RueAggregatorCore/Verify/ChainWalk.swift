import RueCrypto
import RueWire

/// Follows a chain item by item, from nothing but the chain itself.
struct ChainWalk {
    /// The item that the next one must name as the one before it.
    private(set) var last: ChainHead
    /// The key that signs; nil where nothing good has told it.
    var key: PublicKey?
    /// Whether the item before could not be read, which was told then.
    private var isAstray = false

    init(after last: ChainHead, key: PublicKey?) {
        self.last = last
        self.key = key
    }

    /// Goes over what is known to be lost.
    mutating func pass(to lost: ChainHead) {
        last = lost
        isAstray = false
    }

    /// Goes over an item that cannot be read.
    mutating func passUnreadable() {
        isAstray = true
    }

    /// Moves on to an item and says what of its place in the chain does not bear out. Whatever is
    /// wrong is told once: the items after it are judged by this one.
    mutating func advance(to link: ChainLink, id: MessageID) -> String? {
        let expected = last
        last = ChainHead(sequence: link.sequence, id: id)
        defer { isAstray = false }
        if isAstray { return nil }
        let next = String(expected.sequence + 1)
        guard link.sequence > expected.sequence else {
            return "comes again, or out of its order: item " + next + " is next here"
        }
        guard link.sequence == expected.sequence + 1 else {
            return "expected item " + next + " here; those between are missing"
        }
        guard link.previous == expected.id else {
            return expected.sequence == 0
                ? "does not name its grant as the one before it"
                : "does not name item " + String(expected.sequence) + " as the one before it"
        }
        return nil
    }

    /// Takes over the new key of a rotation, if its proof holds (PROTOCOL, Keys).
    mutating func rotate(_ envelope: Envelope) -> String? {
        guard envelope.kind == .rotate, let link = envelope.chain else { return "is no rotation" }
        switch Rotation.check(envelope, link) {
        case .success(let new):
            key = new
            return nil
        case .failure(let fault): return "does not rotate: " + fault.detail
        }
    }
}
