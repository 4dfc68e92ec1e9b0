import RueCrypto
import RueStore

/// Whether a node's list of keys may add to what the server has of its chain, or take its place
/// (PROTOCOL, The house remembers).
enum ClaimVerdict {
    /// It goes on where the known list ends.
    case extends
    /// It is another list than the known one, and longer; these keys do not stand in it.
    case replaces([KeyRecord])
    /// It is another list, and no longer, or a rotation that is kept says otherwise: whoever has a
    /// key that was given up can sign as long a list as he likes.
    case loses

    /// Judges a list.
    ///
    /// - Parameters:
    ///   - claim: the list, each rotation in it good.
    ///   - chain: the chain of the claim's grant.
    ///   - store: what is known and kept.
    /// - Throws: what the store reports.
    init(on claim: GrantClaim, chain: RowID, in store: any StoreReader) throws(StoreError) {
        let known = try store.keys().filter { $0.chain == chain && !$0.hasLost }
        guard let fork = known.indices.first(where: { !Self.agrees(claim, $0, known[$0]) }) else {
            self = .extends
            return
        }
        let isKept = try Self.hasRotation(from: known[max(0, fork - 1)...], chain, store)
        guard claim.keys.count > known.count, !isKept else {
            self = .loses
            return
        }
        let claimed = Set(claim.keys.map(\.key.keyID))
        self = .replaces(known.filter { !claimed.contains($0.keyID) })
    }

    /// The last number that a key may sign which has lost: there is no item 0.
    static let lost: UInt64 = 0

    private static func agrees(_ claim: GrantClaim, _ index: Int, _ known: KeyRecord) -> Bool {
        guard index < claim.keys.count, claim.keys[index].key.keyID == known.keyID else {
            return false
        }
        return known.untilSequence == nil
            || known.untilSequence == claim.keys[index].untilSequence
    }

    /// Whether the chain holds the rotation that ended one of the keys.
    private static func hasRotation(
        from keys: ArraySlice<KeyRecord>, _ chain: RowID, _ store: any StoreReader
    ) throws(StoreError) -> Bool {
        for case let until? in keys.map(\.untilSequence)
        where try store.item(chain: chain, sequence: until)?.kind == .rotation {
            return true
        }
        return false
    }
}

extension KeyRecord {
    /// Whether another list of keys has taken the place of the one that it stood in.
    var hasLost: Bool { untilSequence == ClaimVerdict.lost }
}
