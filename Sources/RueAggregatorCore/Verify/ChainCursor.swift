import RueCrypto
import RueStore
import RueWire

/// How far a node's chain has been followed: what its next item must be.
struct ChainCursor {
    let chain: ChainRecord
    let nodeName: String
    /// Whether the signatures of this chain are asked for.
    let isWanted: Bool
    private var gaps: [GapRecord]
    private var nextSequence: UInt64 = 1
    private var previous: MessageID
    /// The key that signs; nil when the grant did not yield one.
    private(set) var key: PublicKey?

    init(
        chain: ChainRecord, nodeName: String, isWanted: Bool, gaps: [GapRecord], key: PublicKey?
    ) {
        self.chain = chain
        self.nodeName = nodeName
        self.isWanted = isWanted
        self.gaps = gaps
        self.key = key
        previous = chain.grantID
    }

    /// Moves on to an item and says what of its place in the chain does not bear out. `storedKey`
    /// looks up the item's key, and is asked only after a gap.
    mutating func advance(
        to item: StoredItem, _ envelope: Envelope, id: MessageID,
        storedKey: () throws(StoreError) -> PublicKey?
    ) throws(StoreError) -> String? {
        if let gap = gaps.first, gap.sequences.lowerBound == nextSequence,
            item.sequence > gap.sequences.upperBound
        {
            gaps.removeFirst()
            nextSequence = gap.sequences.upperBound + 1
            previous = gap.lastID
            if key?.keyID != envelope.keyID { key = try storedKey() ?? key }
        }
        let expected = (sequence: nextSequence, previous: previous)
        // Whatever is wrong is told once: the items after it are judged by this one.
        nextSequence = item.sequence + 1
        previous = id
        return fault(item, envelope, expected: expected)
    }

    private func fault(
        _ item: StoredItem, _ envelope: Envelope,
        expected: (sequence: UInt64, previous: MessageID)
    ) -> String? {
        guard let link = envelope.chain, link.sequence == item.sequence else {
            return "is filed under another number than the node signed"
        }
        guard link.sequence == expected.sequence else {
            return "expected item " + String(expected.sequence) + " here; those between are missing"
        }
        guard link.previous == expected.previous else {
            return expected.sequence == 1
                ? "does not name its grant as the one before it"
                : "does not name item " + String(expected.sequence - 1) + " as the one before it"
        }
        guard (envelope.kind == .batch) == (item.kind == .batch) else {
            return "is filed as another kind of message than the node signed"
        }
        return nil
    }

    /// Takes over the new key of a rotation, if its proof holds (PROTOCOL, Keys).
    mutating func rotate(_ envelope: Envelope) -> String? {
        guard let link = envelope.chain else { return "is no rotation" }
        do throws(WireError) {
            let payload = try RotatePayload(decoding: envelope.payload)
            guard let new = Self.publicKey(payload.newKey) else {
                return "rotates to a key that is refused"
            }
            let message = RotatePayload.proofInput(
                oldKeyID: envelope.keyID, newKeyID: new.keyID, link: link)
            guard new.verify(signature: payload.proof, message: message) else {
                return "rotates to a key that did not agree"
            }
            key = new
            return nil
        } catch {
            return "is no rotation: " + error.description
        }
    }

    static func publicKey(_ bytes: [UInt8]) -> PublicKey? {
        do throws(CryptoError) {
            return try PublicKey(bytes: bytes)
        } catch {
            return nil
        }
    }
}
