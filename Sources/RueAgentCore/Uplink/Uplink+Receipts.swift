internal import RueCrypto
internal import RueHTTP
internal import RueWire

extension Uplink {
    mutating func takeReceipt(
        _ response: HTTPResponse, for batches: [SpooledBatch], at now: UInt64
    ) throws(SpoolError) {
        guard response.status == 200 else {
            return try refuseBatches(Refusal(response), batches, at: now)
        }
        guard let receipt = verifiedReceipt(response.body, for: batches) else {
            return fail("the server's receipt is not signed by it, or names no batch sent", at: now)
        }
        tellQuarantine(receipt)
        guard receipt.sequence > lastReceipt else {
            // The index of a spool on a failing card: without this, a circle without a pause.
            spool.isDamaged = true
            return fail(
                "the spool leads back to batch \(receipt.sequence), which was sent", at: now)
        }
        lastReceipt = receipt.sequence
        let isNew = receipt.sequence > spool.delivered
        try spool.markDelivered(
            through: receipt.sequence,
            witness: isNew
                ? Witness(logID: receipt.logID, size: receipt.logSize, head: receipt.logHead) : nil)
        serverHead = ChainHead(sequence: receipt.sequence, id: receipt.id)
        cursor = receipt.sequence + 1
        conflicts = 0
        malformedSince = nil
        // Slowly up again: where something on the way limits bodies, few requests are in vain.
        maximumItems = min(WireLimits.bodyItems, maximumItems + max(1, maximumItems / 8))
        log.note(.debug, "delivered through \(receipt.sequence)")
        succeed()
    }

    /// A gap is what it must be; any other fault shows again with what is sent in its turn.
    mutating func takeGlimpse(_ response: HTTPResponse, at now: UInt64) {
        switch response.status {
        case 408, 429, 500...599: refuse(Refusal(response), at: now)
        default: break
        }
    }

    /// Quarantine is told when it begins: what spoils one batch is likely to spoil the next.
    private mutating func tellQuarantine(_ receipt: ReceiptPayload) {
        if receipt.status == .accepted {
            isQuarantined = false
            return
        }
        log.note(
            isQuarantined ? .debug : .error,
            "the server keeps batch \(receipt.sequence) in quarantine: it did not accept what is in "
                + "it; 'rue-aggregator node show' there says why")
        isQuarantined = true
    }

    private func verifiedReceipt(
        _ message: [UInt8], for batches: [SpooledBatch]
    ) -> ReceiptPayload? {
        do throws(WireError) {
            let envelope = try Envelope.decode(message)
            guard envelope.kind == .receipt, envelope.keyID == identity.grant.payload.serverID,
                envelope.verify(with: identity.grant.serverKey)
            else { return nil }
            let receipt = try ReceiptPayload(decoding: envelope.payload)
            let isSent = batches.contains {
                $0.sequence == receipt.sequence && $0.id == receipt.id
            }
            return identity.isOwn(receipt.keyID) && isSent ? receipt : nil
        } catch {
            return nil
        }
    }

    private mutating func refuseBatches(
        _ refusal: Refusal, _ batches: [SpooledBatch], at now: UInt64
    ) throws(SpoolError) {
        switch refusal.status {
        case 400 where isDamaged(batches), 401 where isDamaged(batches):
            log.note(.error, "a batch in the spool is not as it was signed: is the card failing?")
            planRepacking("damaged")
        case 401: introduce(refusal, at: now)
        case 409: try takeConflict(refusal, batches, at: now)
        case 413 where batches.count > 1:
            maximumItems = max(1, batches.count / 2)
        case 400:
            waitForRepacking(at: now)
            refuse(refusal, at: now)
        default: refuse(refusal, at: now)
        }
    }

    /// Whether a batch that is to be sent is no longer what was signed.
    private func isDamaged(_ batches: [SpooledBatch]) -> Bool {
        batches.contains { batch in
            do throws(WireError) {
                let envelope = try Envelope.decode(batch.message)
                guard let key = identity.history.key(envelope.keyID) else { return true }
                return envelope.messageID != batch.id || !envelope.verify(with: key)
            } catch {
                return true
            }
        }
    }

    /// Perhaps a server that was rebuilt: the grant introduces the node again.
    private mutating func introduce(_ refusal: Refusal, at now: UInt64) {
        headNeed = introduction
        conflicts += 1
        if conflicts > 3 {
            alarm(
                "the server knows this node and refuses its batches with \(refusal.description)",
                at: now)
        }
    }

    /// What stays malformed for a day is signed anew: its readings may be better than its form.
    private mutating func waitForRepacking(at now: UInt64) {
        let since = malformedSince ?? now
        malformedSince = since
        if now - since < Self.dayMilliseconds { return }
        malformedSince = nil
        planRepacking("refused")
    }

    private static let dayMilliseconds: UInt64 = 86_400_000

    /// What any refusal means that the request itself gives no meaning.
    mutating func refuse(_ refusal: Refusal, at now: UInt64) {
        switch refusal.status {
        case 403 where refusal.code == .revoked:
            isRevoked = true
            isHeadSettled = true
            exchange.close()
            log.note(
                .error,
                "the server has revoked this node: it goes on sampling and stops sending. To send "
                    + "on, make a link there with 'rue-aggregator node add NAME --replace', stop "
                    + "this program, and run 'rue-agent enrol LINK --new-key' here")
        case 408, 429, 500...599:
            fail(
                "the server answered \(refusal.description)", at: now,
                atLeast: refusal.retryAfterSeconds)
        default: alarm("the server refused with \(refusal.description)", at: now)
        }
    }

    /// The server's chain and the node's differ; the signed head says how.
    private mutating func takeConflict(
        _ refusal: Refusal, _ batches: [SpooledBatch], at now: UInt64
    ) throws(SpoolError) {
        let nonces = batches.compactMap { Bytes16($0.id.bytes.prefix(16)) }
        guard let message = refusal.head, let payload = verifiedHead(message, nonces: nonces) else {
            return fail("the server answered \(refusal.description) without a head", at: now)
        }
        conflicts += 1
        let first = batches.first?.sequence ?? 0
        if conflicts > 3 || (refusal.code == .gap && payload.sequence + 1 >= first) {
            return fail("the server contradicts itself: \(refusal.description)", at: now)
        }
        let head = ChainHead(sequence: payload.sequence, id: payload.id)
        serverHead = head
        lastReceipt = 0
        if refusal.code == .gap {
            log.note(.warning, "the server lacks what follows batch \(head.sequence); sending it")
            cursor = head.sequence + 1
        } else {
            log.note(.error, "the server answered \(refusal.description)")
            try repack(onto: head, reason: refusal.code == .fork ? "fork" : "chain")
        }
    }
}
