import RueCrypto
import RueStore
import RueWire

/// Judges prepared items by the store and keeps those that are next. Used inside a transaction of
/// the writer.
struct ItemKeeper {
    let state: WriterState

    /// What became of an item.
    enum Outcome {
        case kept(ReceiptFacts)
        case refused(Refusal)
    }

    func keep(_ item: PreparedItem) throws(StoreError) -> Outcome {
        // The event loop asked a directory that may have been a moment old.
        guard let signer = state.signer(item.keyID) else { return .refused(.signature) }
        guard signer.maySign(item.link.sequence) else { return .refused(.revoked) }
        let chain = try state.chain(signer.chain)
        var stored: StoredItem?
        let verdict = try chain.head.verdict(on: item.link, id: item.id) {
            sequence throws(StoreError) -> MessageID? in
            stored = try state.store.item(chain: chain.id, sequence: sequence)
            return try stored.map { found throws(StoreError) in
                try ChainState.envelope(found).messageID
            }
        }
        switch (verdict, stored) {
        case (.next, _): return .kept(try append(item, by: signer, to: chain))
        case (.known, let stored?):
            return .kept(ReceiptFacts(stored, keyID: item.keyID, id: item.id))
        default: return .refused(try refusal(verdict, item, signer, chain))
        }
    }

    // MARK: What does not follow

    private func refusal(
        _ verdict: ChainVerdict, _ item: PreparedItem, _ signer: Signer, _ chain: ChainState
    ) throws(StoreError) -> Refusal {
        let sequence = item.link.sequence
        let head = HeadFacts(
            nonce: Bytes16(item.id.bytes.prefix(16)) ?? .zero, keyID: item.keyID, head: chain.head,
            utcMilliseconds: state.now)
        switch verdict {
        case .gap:
            try show(item, signer, chain)
            return Refusal(
                .gap, "item \(sequence) came, item \(chain.head.sequence + 1) is next", head: head)
        case .chain:
            try alert(
                .brokenChain, signer, "item \(sequence) does not follow the one kept before it")
            return Refusal(
                .chain, "item \(sequence) does not follow the item that the server has before it",
                head: head)
        case .next, .known, .fork:
            try alert(.fork, signer, "another item \(sequence) came than the one kept")
            return Refusal(
                .fork, "the server has another item \(sequence), or knows that it was lost",
                head: head)
        }
    }

    /// What came too early to be kept can be looked at all the same.
    private func show(
        _ item: PreparedItem, _ signer: Signer, _ chain: ChainState
    ) throws(StoreError) {
        guard case .pack(let range, isRepacked: false) = item.content else { return }
        let offset = try chain.boot(item.link.boot, in: state.store)?.offset
        state.show(
            EarlyItem(
                node: signer.node, chain: chain.id, sequence: item.link.sequence,
                receivedMilliseconds: state.now,
                filing: TimeFiling(range, link: item.link, bootOffset: offset, now: state.now),
                bootOffsetMilliseconds: offset, bytes: item.bytes))
    }

    private func alert(
        _ kind: EventKind, _ signer: Signer, _ detail: String
    ) throws(StoreError) {
        try state.store.recordEvent(kind, node: signer.node, detail: detail, now: state.now)
    }

    // MARK: What follows

    private func append(
        _ item: PreparedItem, by signer: Signer, to chain: ChainState
    ) throws(StoreError) -> ReceiptFacts {
        let reason = try unacceptable(item, signer, chain)
        var boot = try boot(of: item, counts: reason == nil && !item.isRepacked, in: chain)
        var filing = TimeFiling.none
        if reason == nil, case .pack(let range, _) = item.content {
            filing = TimeFiling(range, link: item.link, bootOffset: boot.offset, now: state.now)
        }
        let log = try nextLog(item.id)
        try state.store.append(
            NewItem(
                position: log.size, node: signer.node, chain: chain.id,
                sequence: item.link.sequence, kind: item.isRotation ? .rotation : .batch,
                quarantineReason: reason, bytes: item.bytes, receivedMilliseconds: state.now,
                boot: boot.row, times: filing.times, uptimes: filing.uptimes,
                isUncertain: filing.isUncertain, logHead: log.head))
        try file(filing, &boot, item, signer, chain)
        chain.head = ChainHead.after(item.link, id: item.id)
        state.advanceLog(to: log)
        if let reason {
            try alert(.quarantine, signer, "item \(item.link.sequence): \(reason)")
        } else if case .rotation(let key) = item.content {
            try rotate(to: key, from: signer, at: item.link.sequence)
        }
        return ReceiptFacts(
            keyID: item.keyID, sequence: item.link.sequence, id: item.id,
            isQuarantined: reason != nil, utcMilliseconds: state.now, log: log)
    }

    private func nextLog(_ id: MessageID) throws(StoreError) -> LogState {
        let log = try state.logState()
        return LogState(
            size: log.size + 1, head: LogHead.next(after: log.head, accepting: id), id: log.id)
    }

    /// Why the content is not accepted, or nil.
    private func unacceptable(
        _ item: PreparedItem, _ signer: Signer, _ chain: ChainState
    ) throws(StoreError) -> String? {
        switch item.content {
        case .unacceptable(let reason): return reason
        case .rotation(let key):
            if let known = state.signer(key.keyID),
                known.chain != signer.chain || !known.maySign(item.link.sequence + 1)
            {
                return "the new key belongs to another enrolment, or was given up before"
            }
        case .pack: break
        }
        let verdict = try BootState.verdict(
            on: item.link, isRepacked: item.isRepacked, after: chain.latest
        ) { bootID throws(StoreError) in
            try chain.boot(bootID, in: state.store)?.counts ?? false
        }
        if verdict.remembers { chain.latest = BootState(item.link) }
        switch verdict {
        case .uptimeFell: return verdict.description
        case .bootReturned: try alert(.clone, signer, "boot \(item.link.boot.hex) came back")
        case .inOrder, .newBoot, .passedOver: break
        }
        return nil
    }

    /// The item's boot, made where it is new.
    private func boot(
        of item: PreparedItem, counts: Bool, in chain: ChainState
    ) throws(StoreError) -> ChainState.Boot {
        let bootID = item.link.boot
        guard var boot = try chain.boot(bootID, in: state.store) else {
            let row = try state.store.addBoot(
                chain: chain.id, id: bootID, firstSequence: item.link.sequence, counts: counts)
            let boot = ChainState.Boot(row: row, offset: nil, counts: counts)
            chain.remember(bootID, boot)
            return boot
        }
        if counts && !boot.counts {
            try state.store.countBoot(boot.row)
            boot.counts = true
            chain.remember(bootID, boot)
        }
        return boot
    }

    /// What an item's times mean for others.
    private func file(
        _ filing: TimeFiling, _ boot: inout ChainState.Boot, _ item: PreparedItem,
        _ signer: Signer, _ chain: ChainState
    ) throws(StoreError) {
        if filing.span > chain.span {
            try state.store.widenSpan(node: signer.node, toMilliseconds: filing.span)
            chain.span = filing.span
        }
        if let offset = filing.learntOffset {
            try state.store.resolveBoot(boot.row, offsetMilliseconds: offset)
            boot.offset = offset
            chain.remember(item.link.boot, boot)
        }
        if let oddity = filing.oddity {
            try alert(oddity, signer, "item \(item.link.sequence) is filed by its receipt")
        }
    }

    private func rotate(
        to key: PublicKey, from signer: Signer, at sequence: UInt64
    ) throws(StoreError) {
        if state.signer(key.keyID) == nil {
            _ = try state.store.addKey(
                NewKey(
                    keyID: key.keyID, publicKey: key.bytes, node: signer.node, chain: signer.chain,
                    now: state.now))
        }
        try state.store.endKey(signer.row, atSequence: sequence)
        try state.loadSigners()
    }
}
