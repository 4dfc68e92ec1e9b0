internal import RueCrypto
internal import RueHTTP
internal import RueWire

extension Uplink {
    mutating func takeHead(
        _ response: HTTPResponse, to question: HeadQuestion, at now: UInt64
    ) throws(SpoolError) {
        guard response.status == 200 else {
            return refuseHead(Refusal(response), to: question, at: now)
        }
        guard let payload = verifiedHead(response.body, nonces: [question.nonce]) else {
            return fail("the server's head is not signed by it, or answers another", at: now)
        }
        // Half of the way there and back: the server's clock was read somewhere in between.
        let sent = exchange.flowedSince
        serverTime = (payload.utcMilliseconds, sent + (now - sent) / 2)
        let head = ChainHead(sequence: payload.sequence, id: payload.id)
        log.note(.debug, "the server's head is batch \(head.sequence)")
        try follow(head)
        try spool.confirmHead()
        // Not before: what the spool could not follow now is asked for again.
        headNeed = .none
        isHeadSettled = true
        succeed()
        if let oldest = question.oldest, head.sequence + 1 < oldest {
            try bridge(from: head, to: oldest, at: now)
        }
    }

    /// The server stays where it is, although the node no longer has what follows there.
    private mutating func bridge(
        from head: ChainHead, to oldest: UInt64, at now: UInt64
    ) throws(SpoolError) {
        if oldest > spool.delivered + 1 { return try repackRest(onto: head, reason: "lost") }
        alarm(
            "the server lacks the batches from \(head.sequence + 1) on, this node keeps them only "
                + "from \(oldest) on, and the server does not go on from there", at: now)
    }

    private mutating func refuseHead(
        _ refusal: Refusal, to question: HeadQuestion, at now: UInt64
    ) {
        switch refusal.status {
        case 401 where !question.withGrant:
            headNeed = question.isByOldKey ? .withGrant : introduction
        case 403 where question.isByOldKey:
            // It has the rotation after all.
            headNeed = .withGrant
        case 401:
            alarm("the server does not know this node and does not take its grant", at: now)
        default: refuse(refusal, at: now)
        }
    }

    /// How a node makes itself known to a server that does not know its key.
    var introduction: HeadNeed { identity.oldKey == nil ? .withGrant : .byOldKey }

    /// Reads a head: signed by the server, for this node, answering one of some nonces.
    func verifiedHead(_ message: [UInt8], nonces: [Bytes16]) -> HeadPayload? {
        do throws(WireError) {
            let envelope = try Envelope.decode(message)
            guard envelope.kind == .head, envelope.verify(with: identity.grant.serverKey) else {
                return nil
            }
            let head = try HeadPayload(decoding: envelope.payload)
            guard identity.isOwn(head.keyID), head.serverID == identity.grant.payload.serverID,
                nonces.contains(head.nonce)
            else { return nil }
            return head
        } catch {
            return nil
        }
    }

    /// Goes on from where the server says that the chain ends.
    private mutating func follow(_ head: ChainHead) throws(SpoolError) {
        serverHead = head
        lastReceipt = 0
        if let repackReason {
            try repackRest(onto: head, reason: repackReason)
            self.repackReason = nil
            return
        }
        if head.sequence > spool.head.sequence { return try adopt(head) }
        let own = head.sequence == 0 ? identity.grant.id : try spool.id(of: head.sequence)
        if let own, own != head.id {
            log.note(.error, "the server has another item \(head.sequence) of this node's chain")
            if head.sequence <= spool.delivered { return try repack(onto: head, reason: "fork") }
            // It may have some of what waits, its receipt lost: that must not be signed again. Sent
            // as it is, each is answered, and the first that differs with a fork.
            cursor = spool.delivered + 1
            return
        }
        if head.sequence > spool.delivered {
            // It has more than it vouched for: sent again, the last of it brings the receipt.
            cursor = head.sequence
        } else {
            cursor = head.sequence + 1
            if head.sequence < spool.delivered {
                log.note(
                    .warning,
                    "the server lost batches after \(head.sequence); sending again what is kept")
            }
        }
    }

    private mutating func adopt(_ head: ChainHead) throws(SpoolError) {
        log.note(
            .warning,
            "the server's head (\(head.sequence)) is ahead of the spool's "
                + "(\(spool.head.sequence)); signing on from it")
        try spool.adopt(head)
        cursor = spool.undelivered > 0 ? spool.delivered + 1 : head.sequence + 1
    }

    /// Has what waits signed anew as soon as the server has told its head.
    mutating func planRepacking(_ reason: String) {
        repackReason = reason
        headNeed = .plain
    }

    /// Signs anew what the server lacks of this chain: of what it has the receipt may have been lost,
    /// and to sign that again would send it twice.
    private mutating func repackRest(
        onto head: ChainHead, reason: String
    ) throws(SpoolError) {
        if head.sequence > spool.delivered, try spool.goes(through: head) {
            try spool.markDelivered(through: head.sequence)
        }
        try repack(onto: head, reason: reason)
    }

    /// Signs what was not delivered anew, behind the server's head.
    mutating func repack(onto head: ChainHead, reason: String) throws(SpoolError) {
        var oldKey = identity.oldKey
        if oldKey != nil, try spool.undeliveredRotation() == nil { oldKey = nil }
        let repacker = BatchRepacker(
            key: identity.key, oldKey: oldKey,
            baseName: identity.grant.payload.baseName, reason: reason)
        let count = spool.undelivered
        let unreadable = try spool.repackUndelivered(onto: head, by: repacker)
        log.note(
            .warning,
            "signed \(counted(count - unreadable, "batch", "batches")) anew behind "
                + "\(head.sequence): \(reason)"
        )
        if unreadable > 0 {
            log.note(
                .error,
                "cannot read what stays in the spool: "
                    + counted(unreadable, "batch", "batches"))
        }
        cursor = spool.delivered + 1
    }
}
