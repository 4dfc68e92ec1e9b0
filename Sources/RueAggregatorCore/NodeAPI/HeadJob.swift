import RueCrypto
import RueStore
import RueWire

/// Tells a node where its chain stands; learns the node first if its grant is all that is left of
/// it, and records what it has lost.
///
/// `@unchecked Sendable`: `outcome` belongs to the writer thread until `finish` hands it on.
final class HeadJob: WriterJob, @unchecked Sendable {
    typealias Completion = @Sendable (Result<Result<HeadFacts, Refusal>, StoreError>) -> Void

    private let request: HeadRequest
    private let completion: Completion
    private var outcome: Result<HeadFacts, Refusal> = .failure(.signature)

    init(_ request: HeadRequest, completion: @escaping Completion) {
        self.request = request
        self.completion = completion
    }

    func perform(_ state: WriterState) throws(StoreError) {
        if let claim = request.claim, state.signer(request.keyID) == nil {
            try learn(claim, state)
        }
        guard let signer = state.signer(request.keyID) else {
            outcome = .failure(.signature)
            return
        }
        // A key that was rotated away has no head to sign on from.
        guard signer.isCurrent else {
            outcome = .failure(.revoked)
            return
        }
        let chain = try state.chain(signer.chain)
        if let oldest = request.payload.oldest { try skip(to: oldest, chain, signer, state) }
        outcome = .success(
            HeadFacts(
                nonce: request.payload.nonce, keyID: request.keyID, head: chain.head,
                utcMilliseconds: state.now))
    }

    func finish(_ error: StoreError?) {
        if let error {
            completion(.failure(error))
        } else {
            completion(.success(outcome))
        }
    }

    /// Moves the head over what the node no longer has, never over an item that is kept.
    private func skip(
        to oldest: HeadRequestPayload.Oldest, _ chain: ChainState, _ signer: Signer,
        _ state: WriterState
    ) throws(StoreError) {
        let first = chain.head.sequence + 1
        guard oldest.sequence > first else { return }
        let lost = first...oldest.sequence - 1
        try state.store.addGap(
            GapRecord(
                chain: chain.id, sequences: lost, lastID: oldest.previous,
                recordedMilliseconds: state.now))
        try state.store.recordEvent(
            .lostItems, node: signer.node,
            detail: "items \(lost.lowerBound) to \(lost.upperBound) are gone from the node too",
            now: state.now)
        chain.head = ChainHead(sequence: lost.upperBound, id: oldest.previous)
    }

    // MARK: A node that was forgotten

    private func learn(_ claim: GrantClaim, _ state: WriterState) throws(StoreError) {
        let store = state.store
        let known = try store.chain(tokenID: claim.payload.tokenID)
        if let known, known.grantID != claim.grantID { return }
        // What a revoked key brings stays refused, and a key that has enrolled again has a later
        // grant.
        if let first = state.signer(claim.keys[0].key.keyID),
            first.isRevoked || first.chain != known?.id
        {
            return
        }
        let node: RowID
        let chain: RowID
        if let known {
            guard try mayAdd(claim, to: known, state) else { return }
            (node, chain) = (known.node, known.id)
        } else {
            node = try store.addNode(
                name: try freeName(claim, store), baseName: claim.payload.baseName,
                status: .pending, now: state.now)
            chain = try addChain(claim, node, store)
        }
        for key in claim.keys {
            try add(key, node: node, chain: chain, state)
        }
        // A node that was known, and has a key since that was not, is nothing odd: it shows its
        // rotations when the server has not had them yet.
        if known == nil {
            try store.recordEvent(
                .learnt, node: node, detail: "its key is \(Proquint.keyWords(of: request.keyID))",
                now: state.now)
        }
        try state.loadSigners()
    }

    /// Whether the claim's keys may be added to those of a known chain; takes the right to sign from
    /// those that lose against it.
    private func mayAdd(
        _ claim: GrantClaim, to chain: ChainRecord, _ state: WriterState
    ) throws(StoreError) -> Bool {
        let verdict = try ClaimVerdict(on: claim, chain: chain.id, in: state.store)
        if case .extends = verdict { return true }
        try state.store.recordEvent(
            .fork, node: chain.node,
            detail: "its grant came with other rotations than the server knows, signed by "
                + Proquint.keyWords(of: request.keyID) + ": somebody may have a key of its past",
            now: state.now)
        guard case .replaces(let losers) = verdict else { return false }
        for key in losers { try state.store.endKey(key.id, atSequence: ClaimVerdict.lost) }
        return true
    }

    private func addChain(
        _ claim: GrantClaim, _ node: RowID, _ store: any StoreWriter
    ) throws(StoreError) -> RowID {
        try store.addChain(
            NewChain(
                node: node, keyID: claim.keys[0].key.keyID, grant: claim.grant,
                grantID: claim.grantID, tokenID: claim.payload.tokenID,
                grantedMilliseconds: Int64(clamping: claim.payload.utcMilliseconds)))
    }

    private func add(
        _ claimed: GrantClaim.Key, node: RowID, chain: RowID, _ state: WriterState
    ) throws(StoreError) {
        let id = claimed.key.keyID
        let row: RowID
        if let known = state.signer(id) {
            guard known.chain == chain else { return }
            row = known.row
        } else {
            row = try state.store.addKey(
                NewKey(
                    keyID: id, publicKey: claimed.key.bytes, node: node, chain: chain,
                    now: state.now))
        }
        if let until = claimed.untilSequence { try state.store.endKey(row, atSequence: until) }
    }

    private static let pendingPrefix = "pending-"

    /// What a node is called that was confirmed without another name.
    static func nameOnceConfirmed(_ name: String) -> String {
        name.hasPrefix(pendingPrefix) ? String(name.dropFirst(pendingPrefix.count)) : name
    }

    // Names are the admin's and not in the grant; until the admin confirms, the key's words stand
    // in.
    private func freeName(
        _ claim: GrantClaim, _ store: any StoreWriter
    ) throws(StoreError) -> String {
        let name = Self.pendingPrefix + Proquint.keyWords(of: claim.keys[0].key.keyID)
        var candidate = name
        var number = 2
        while try store.node(named: candidate) != nil {
            candidate = "\(name)-\(number)"
            number += 1
        }
        return candidate
    }
}
