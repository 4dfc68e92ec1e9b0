import RueCrypto
public import RueStore
public import RueWire

/// Checks the evidence again from nothing but itself: every grant, id, link and signature, and the
/// running head of the log.
///
/// What it cannot see: items cut off at the end of the log together with every trace of them. Only
/// a node, which keeps the head of its last receipt, can tell those (PROTOCOL, Witness).
public final class Verifier {
    private let reader: any StoreReader
    private let nodes: [RowID: NodeRecord]
    private let wanted: RowID?
    private let serverID: KeyID
    private var cursors: [RowID: ChainCursor] = [:]
    private var report = VerifyReport()
    private static let pageSize = 256

    /// Looks at a store.
    ///
    /// - Parameters:
    ///   - reader: a connection of this thread's own.
    ///   - node: check only this node's signatures; links and the log are checked for all, because
    ///     the log runs through all. Nil for every node.
    /// - Throws: `.unknownNode`, `.store`.
    public init(reader: any StoreReader, node: String? = nil) throws(QueryError) {
        self.reader = reader
        do throws(StoreError) {
            let all = try reader.nodes()
            // A damaged page may tell a row twice.
            nodes = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
            wanted = node.flatMap { name in all.first { $0.name == name }?.id }
            serverID = try reader.identity().serverID
        } catch {
            throw .store(error)
        }
        if let node, wanted == nil {
            throw .unknownNode(node, known: nodes.values.map { $0.name }.sorted())
        }
    }

    /// Checks all of it; about 0.1 ms an item.
    ///
    /// - Parameters:
    ///   - expected: the id that the store must be founded on; nil to take the store's word.
    ///   - progress: told now and then how many items are done, of how many.
    /// - Returns: what was found.
    /// - Throws: `.store` when the store cannot be read to the end.
    public func run(
        serverID expected: KeyID? = nil, progress: (_ done: Int64, _ total: Int64) -> Void
    ) throws(QueryError) -> VerifyReport {
        do throws(StoreError) {
            for fault in try reader.integrityCheck() { note("the file is damaged: " + fault) }
            if let expected, expected != serverID {
                note("is founded on another server key than this folder's")
            }
            try reader.snapshot { () throws(StoreError) in
                for chain in try reader.chains() { try openChain(chain) }
                try followLog(progress: progress)
            }
        } catch {
            throw .store(error)
        }
        return report
    }

    // MARK: Grants

    private func openChain(_ chain: ChainRecord) throws(StoreError) {
        let name = nodes[chain.node]?.name ?? "?"
        let isWanted = wanted == nil || wanted == chain.node
        let gaps = try reader.gaps(chain: chain.id)
        var key: PublicKey?
        do throws(WireError) {
            let envelope = try Envelope.decode(chain.grant)
            let grant = try GrantPayload(decoding: envelope.payload)
            key = Signer.publicKey(grant.publicKey)
            if let fault = fault(of: chain, envelope, grant, key: key) {
                note(node: name, "its grant " + fault)
            }
        } catch {
            note(node: name, "its grant is unreadable: " + error.description)
        }
        report.chains += isWanted ? 1 : 0
        report.signatures += 1
        report.recordedGaps += gaps.count
        cursors[chain.id] = ChainCursor(
            chain: chain, nodeName: name, isWanted: isWanted, gaps: gaps, key: key)
    }

    private func fault(
        of chain: ChainRecord, _ envelope: Envelope, _ grant: GrantPayload, key: PublicKey?
    ) -> String? {
        guard envelope.kind == .grant else { return "is another kind of message" }
        guard let server = Signer.publicKey(grant.serverKey), server.keyID == serverID,
            envelope.keyID == serverID, grant.serverID == serverID
        else { return "is not this server's" }
        guard envelope.messageID(verifiedWith: server) == chain.grantID else {
            return "does not verify under the server's key, or is filed under another id"
        }
        guard key?.keyID == chain.keyID else { return "is for another key" }
        guard grant.baseName == nodes[chain.node]?.baseName else { return "is for another node" }
        return grant.tokenID == chain.tokenID ? nil : "is filed under another token"
    }

    // MARK: Items

    private func followLog(progress: (Int64, Int64) -> Void) throws(StoreError) {
        let end = try reader.logState()
        report.logHead = serverID
        while true {
            let page = try reader.items(.log(after: report.logSize), limit: Self.pageSize)
            guard let last = page.last else { break }
            for item in page { try check(item) }
            report.logSize = last.position
            progress(report.logSize, end.size)
        }
        if report.logSize != end.size || report.logHead != end.head {
            note("the end of the log is not what its items make it")
        }
    }

    private func check(_ item: StoredItem) throws(StoreError) {
        report.items += 1
        if item.position != report.logSize + 1 {
            note(item, "log position " + String(report.logSize + 1) + " is missing before it")
        }
        report.logSize = item.position
        guard cursors[item.chain]?.chain.node == item.node else {
            return note(item, "is filed under a chain that is not its node's")
        }
        let envelope: Envelope
        do throws(WireError) {
            envelope = try Envelope.decode(item.bytes)
        } catch {
            note(item, "is not what was signed any more: " + error.description)
            // Log and chain go on from what they say, so that one damage is told once.
            report.logHead = item.logHead
            cursors[item.chain]?.passUnreadable()
            return
        }
        try follow(item, envelope)
    }

    private func follow(_ item: StoredItem, _ envelope: Envelope) throws(StoreError) {
        let id = envelope.messageID
        report.logHead = LogHead.next(after: report.logHead, accepting: id)
        if report.logHead != item.logHead {
            note(item, "its id does not lead to the head that the log has here")
            report.logHead = item.logHead
        }
        let keyID = envelope.keyID
        let fault = try cursors[item.chain]?.advance(to: item, envelope, id: id) {
            () throws(StoreError) in
            // A rotation may have been among what the node has lost.
            guard let known = try reader.key(keyID), known.chain == item.chain else { return nil }
            return Signer.publicKey(known.publicKey)
        }
        if let fault { note(item, fault) }
        checkSignature(item, envelope)
        guard item.kind == .rotation, !item.isQuarantined else { return }
        if let fault = cursors[item.chain]?.rotate(envelope) { note(item, fault) }
    }

    /// Checks the signature where it is asked for. Where the grant held no key, that was told once.
    private func checkSignature(_ item: StoredItem, _ envelope: Envelope) {
        guard let cursor = cursors[item.chain], cursor.isWanted, let key = cursor.key else {
            return
        }
        guard key.keyID == envelope.keyID else {
            return note(item, "is signed by another key than the chain has come to")
        }
        report.signatures += 1
        if !envelope.verify(with: key) { note(item, "its signature does not verify") }
    }

    // MARK: Notes

    private func note(_ item: StoredItem, _ what: String) {
        report.problems.note(
            VerifyProblem(
                node: nodes[item.node]?.name ?? "?", sequence: item.sequence,
                position: item.position, what: what))
    }

    private func note(node: String? = nil, _ what: String) {
        report.problems.note(VerifyProblem(node: node, sequence: nil, position: nil, what: what))
    }
}
