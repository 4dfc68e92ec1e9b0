import RueCrypto
import RueWire

/// A chain of an archive while it is checked.
struct ArchivedChain {
    private let node: String
    private let checksEverySignature: Bool
    private var baseName = ""
    private var walk = ChainWalk(after: ChainHead(sequence: 0, id: .zero), key: nil)
    /// The last item, when its signature was not checked: it vouches for all before it.
    private var unchecked: Envelope?
    private var items: UInt64 = 0

    init(node: String, checksEverySignature: Bool) {
        self.node = node
        self.checksEverySignature = checksEverySignature
    }

    // MARK: What leads to the first item

    mutating func open(
        grant bytes: [UInt8], of server: PublicKey, rotations: [[UInt8]], after: ChainHead,
        key: [UInt8]?, _ report: inout ArchiveReport
    ) {
        do throws(WireError) {
            let envelope = try Envelope.decode(bytes)
            try envelope.require(.grant)
            let grant = try GrantPayload(decoding: envelope.payload)
            baseName = grant.baseName
            report.signatures += 1
            guard envelope.keyID == server.keyID, grant.serverID == server.keyID,
                let id = envelope.messageID(verifiedWith: server)
            else { return note("its grant is not the archive's server's", &report) }
            walk = ChainWalk(after: after, key: Signer.publicKey(grant.publicKey))
            if after.sequence == 0, after.id != id {
                note("its first item is said to follow another grant", &report)
            }
        } catch {
            note("its grant is unreadable: " + error.description, &report)
        }
        for rotation in rotations { follow(rotation, &report) }
        take(key, &report)
    }

    /// Follows a rotation from before the first item.
    private mutating func follow(_ bytes: [UInt8], _ report: inout ArchiveReport) {
        do throws(WireError) {
            let envelope = try Envelope.decode(bytes)
            check(envelope, &report)
            if let fault = walk.rotate(envelope) { note("an earlier item " + fault, &report) }
        } catch {
            note("an earlier rotation is unreadable: " + error.description, &report)
        }
    }

    /// Takes the server's word for the key after a rotation that is lost.
    private mutating func take(_ key: [UInt8]?, _ report: inout ArchiveReport) {
        guard let key else { return }
        walk.key = Signer.publicKey(key)
        if walk.key == nil { note("the key that is told for it is refused", &report) }
    }

    // MARK: Items

    mutating func take(
        _ bytes: [UInt8], isQuarantined: Bool, _ report: inout ArchiveReport
    ) {
        items += 1
        let envelope: Envelope
        do throws(WireError) {
            envelope = try Envelope.decode(bytes)
        } catch {
            vouch(&report)
            note(
                "is not what was signed any more: " + error.description,
                at: walk.last.sequence + 1, &report)
            return walk.passUnreadable()
        }
        guard let link = envelope.chain else {
            return note("is no item of a chain", at: walk.last.sequence + 1, &report)
        }
        let before = unchecked
        if let fault = walk.advance(to: link, id: envelope.messageID) {
            // Nothing that comes now vouches for what was before.
            if let before { check(before, &report) }
            note(fault, at: link.sequence, &report)
        }
        unchecked = envelope
        if checksEverySignature || envelope.kind == .rotate { vouch(&report) }
        if isQuarantined { return }
        takeContent(envelope, link, &report)
    }

    private mutating func takeContent(
        _ envelope: Envelope, _ link: ChainLink, _ report: inout ArchiveReport
    ) {
        if envelope.kind == .rotate {
            if let fault = walk.rotate(envelope) { note(fault, at: link.sequence, &report) }
            return
        }
        do throws(WireError) {
            let pack = try Pack(decoding: envelope.payload, link: link, baseName: baseName)
            report.readings += UInt64(pack.count)
            if link.utcMilliseconds != nil { report.widen(to: pack.timeRange) }
        } catch {
            note(
                "does not hold what the server can have accepted: " + error.description,
                at: link.sequence, &report)
        }
    }

    /// What the node has declared lost.
    mutating func pass(
        to last: ChainHead, key: [UInt8]?, _ report: inout ArchiveReport
    ) {
        vouch(&report)
        report.gaps += 1
        if last.sequence <= walk.last.sequence {
            note("a gap is told of items that are there", at: last.sequence, &report)
        }
        walk.pass(to: last)
        take(key, &report)
    }

    // MARK: The end

    mutating func end(at last: ChainHead, items told: UInt64, _ report: inout ArchiveReport) {
        vouch(&report)
        if walk.last.sequence < last.sequence {
            note(
                "is the last one here; those to item " + String(last.sequence) + " are missing",
                at: walk.last.sequence, &report)
        } else if walk.last != last {
            note("is another one than the last of the chain", at: walk.last.sequence, &report)
        } else if items != told {
            note(
                "the chain had " + String(told) + " items here, and there are " + String(items),
                &report)
        }
    }

    /// The chain is left without its end.
    mutating func breakOff(_ report: inout ArchiveReport) {
        vouch(&report)
        note("the end of its chain is missing", &report)
    }

    // MARK: Signatures

    /// Checks the last item's signature, if nobody has.
    private mutating func vouch(_ report: inout ArchiveReport) {
        guard let envelope = unchecked else { return }
        unchecked = nil
        check(envelope, &report)
    }

    private func check(_ envelope: Envelope, _ report: inout ArchiveReport) {
        // Where the grant held no key, that was told once.
        guard let key = walk.key else { return }
        let sequence = envelope.chain?.sequence
        guard key.keyID == envelope.keyID else {
            return note(
                "is signed by another key than the chain has come to", at: sequence, &report)
        }
        report.signatures += 1
        if !envelope.verify(with: key) {
            note("its signature does not verify", at: sequence, &report)
        }
    }

    private func note(
        _ what: String, at sequence: UInt64? = nil, _ report: inout ArchiveReport
    ) {
        report.problems.note(
            VerifyProblem(node: node, sequence: sequence, position: nil, what: what))
    }
}
