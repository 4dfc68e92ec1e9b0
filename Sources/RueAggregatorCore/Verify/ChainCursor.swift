import RueCrypto
import RueStore
import RueWire

/// How far a stored chain has been followed.
struct ChainCursor {
    let chain: ChainRecord
    let nodeName: String
    /// Whether the signatures of this chain are asked for.
    let isWanted: Bool
    private var gaps: [GapRecord]
    private var walk: ChainWalk

    init(
        chain: ChainRecord, nodeName: String, isWanted: Bool, gaps: [GapRecord], key: PublicKey?
    ) {
        self.chain = chain
        self.nodeName = nodeName
        self.isWanted = isWanted
        self.gaps = gaps
        walk = ChainWalk(after: ChainHead(sequence: 0, id: chain.grantID), key: key)
    }

    /// The key that signs; nil when the grant did not yield one.
    var key: PublicKey? { walk.key }

    /// Moves on to an item and says what of its place in the chain does not bear out. `storedKey`
    /// looks up the item's key, and is asked only after a gap.
    mutating func advance(
        to item: StoredItem, _ envelope: Envelope, id: MessageID,
        storedKey: () throws(StoreError) -> PublicKey?
    ) throws(StoreError) -> String? {
        if let gap = gaps.first, gap.sequences.lowerBound == walk.last.sequence + 1,
            item.sequence > gap.sequences.upperBound
        {
            gaps.removeFirst()
            walk.pass(to: ChainHead(sequence: gap.sequences.upperBound, id: gap.lastID))
            if walk.key?.keyID != envelope.keyID { walk.key = try storedKey() ?? walk.key }
        }
        guard let link = envelope.chain, link.sequence == item.sequence else {
            walk.pass(to: ChainHead(sequence: item.sequence, id: id))
            return "is filed under another number than the node signed"
        }
        if let fault = walk.advance(to: link, id: id) { return fault }
        guard (envelope.kind == .batch) == (item.kind == .batch) else {
            return "is filed as another kind of message than the node signed"
        }
        return nil
    }

    /// Goes over an item that cannot be read.
    mutating func passUnreadable() { walk.passUnreadable() }

    /// Takes over the new key of a rotation, if its proof holds.
    mutating func rotate(_ envelope: Envelope) -> String? { walk.rotate(envelope) }
}
