import RueCrypto
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct KeyChangeTests {
    let card: TestCard

    init() throws {
        card = try TestCard()
        try card.sign(2)
    }

    @Test func change_withoutTrouble_signsOnWithTheNewKey() throws {
        let old = try card.nodeKey()
        let new = try card.rotate()
        #expect(try card.nodeKey() == new)
        #expect(new != old)
        #expect(card.folder.keys[.next] == nil)
        #expect(card.folder.keys[.old]?.publicKey.keyID == old)
        try card.sign(2)
        try card.expectWholeChain(items: 5)
    }

    /// The power fails at the nth change of the folder, and again at the mth of the attempt to
    /// finish.
    @Test(arguments: 1...5, 1...4)
    func power_lostAtAnyStep_leavesAWorkingNode(first: Int, second: Int) throws {
        card.folder.failsAfter = first - 1
        let isDone = card.attempt { _ = try card.rotate() }
        #expect(isDone == (first == 5), "a change has four steps in the folder")
        card.folder.failsAfter = second - 1
        _ = card.attempt { try card.start() }
        card.folder.failsAfter = nil
        try card.start()
        // Made as soon as the spool has it: at the second step of the folder.
        let isMade = first > 1
        let history = try card.history()
        #expect(history.rotations.count == (isMade ? 1 : 0))
        #expect(try card.spool.undeliveredRotation() != nil || !isMade)
        try card.sign(1)
        try card.expectWholeChain(items: isMade ? 4 : 3)
        #expect(card.folder.keys[.next] == nil)
        if !isMade {
            _ = try card.rotate()
            try card.sign(1)
            try card.expectWholeChain(items: 5)
        }
    }

    @Test func power_lostBeforeTheSpoolCommits_leavesTheOldKeyAndTheNewOneForLater() throws {
        let left = try SigningKey.generate()
        card.folder.keys[.next] = left
        let old = try card.nodeKey()
        try card.start()
        #expect(try card.nodeKey() == old)
        try card.sign(1)
        #expect(try card.rotate() == left.publicKey.keyID)
        try card.sign(1)
        try card.expectWholeChain(items: 5)
    }

    @Test func change_beforeTheServerHasTakenTheLast_isRefused() throws {
        _ = try card.rotate()
        #expect(throws: KeyChangeError.unfinished) { _ = try card.rotate() }
        #expect(try !card.change.retireOldKey(card.spool))
        try card.spool.markDelivered(through: 2)
        #expect(try !card.change.retireOldKey(card.spool))
        try card.spool.markDelivered(through: 3)
        #expect(try card.change.retireOldKey(card.spool))
        #expect(try !card.change.retireOldKey(card.spool))
        #expect(card.folder.keys[.old] == nil)
        _ = try card.rotate()
        #expect(try card.history().keys.count == 3)
        try card.sign(1)
        try card.expectWholeChain(items: 5)
    }

    @Test func history_afterANewGrantOfALaterKey_beginsThere() throws {
        let first = try card.rotate()
        try card.spool.markDelivered(through: 3)
        _ = try card.change.retireOldKey(card.spool)
        let second = try card.rotate()
        let enrolled = try #require(try card.history().key(first))
        let last = try #require(try card.history().key(second))
        let messages = try KeyChange.split(card.folder.sequence)
        let history = try KeyHistory(from: enrolled, to: last, by: messages)
        #expect(history.rotations == [messages[1]])
        #expect(try KeyHistory(from: last, to: last, by: messages).rotations.isEmpty)
        #expect(throws: KeyHistoryError.incomplete) {
            _ = try KeyHistory(from: last, to: enrolled, by: messages)
        }
        #expect(throws: KeyHistoryError.incomplete) {
            _ = try KeyHistory(from: card.enrolled, to: last, by: [messages[0]])
        }
        var spoilt = messages
        spoilt[0][spoilt[0].count - 1] ^= 1
        #expect(throws: KeyHistoryError.damaged) {
            _ = try KeyHistory(from: card.enrolled, to: last, by: spoilt)
        }
    }

    // MARK: A fork before the server has the change

    @Test func fork_beforeTheChangeIsDelivered_signsItAgainByTheOldKey() throws {
        try card.spool.markDelivered(through: 1)
        _ = try card.rotate()
        try card.sign(1)
        let head = ChainHead(sequence: 5, id: card.otherID)
        let old = try #require(card.folder.keys[.old])
        let new = try #require(card.folder.keys[.node])
        let unreadable = try card.spool.repackUndelivered(
            onto: head,
            by: BatchRepacker(
                key: new, oldKey: old, baseName: card.baseName, reason: "fork"))
        #expect(unreadable == 0)
        #expect(card.spool.head.sequence == 8)
        // Whoever shows the first one to a server shows a rotation that is not in the chain.
        let stale = try card.history().rotations
        try card.start()
        #expect(try card.history().rotations != stale)
        #expect(try card.history().rotations.count == 1)
        let items = try card.spool.batches(from: 6, maximumItems: 9, maximumBytes: 1 << 20)
        let signers = try items.map { try Envelope.decode($0.message).keyID }
        #expect(signers == [old, old, new].map { $0.publicKey.keyID })
        try card.expectWholeChain(from: head, items: 3)
    }

    /// What a node would do that signs everything anew with the key that it has.
    @Test func fork_repackedByTheNewKeyAlone_losesTheChange() throws {
        try card.spool.markDelivered(through: 1)
        _ = try card.rotate()
        let new = try #require(card.folder.keys[.node])
        let unreadable = try card.spool.repackUndelivered(
            onto: ChainHead(sequence: 5, id: card.otherID),
            by: BatchRepacker(key: new, baseName: card.baseName, reason: "fork"))
        #expect(unreadable == 1)
    }
}

/// A node's card: its keys in memory, its spool in a file.
final class TestCard {
    let scratch: ScratchFolder
    let folder = TestKeyFolder()
    let enrolled: PublicKey
    let grantID: MessageID
    let baseName: String
    let otherID = MessageID([UInt8](repeating: 0x66, count: 32)) ?? .zero
    private(set) var spool: Spool
    private var now: UInt64 = 60_000

    private var path: String { scratch.file("spool.sqlite") }

    init() throws {
        scratch = try ScratchFolder()
        let key = try SigningKey.generate()
        folder.keys[.node] = key
        enrolled = key.publicKey
        baseName = BaseName.simulated(key.publicKey.keyID)
        grantID = MessageID([UInt8](repeating: 0x55, count: 32)) ?? .zero
        spool = try Spool(
            path: scratch.file("spool.sqlite"), keyID: key.publicKey.keyID, grantID: grantID,
            limitBytes: 1 << 20)
    }

    var change: KeyChange { KeyChange(folder: folder, spoolPath: path) }

    func nodeKey() throws -> KeyID { try #require(folder.keys[.node]).publicKey.keyID }

    /// What every start does; fails if key and spool do not belong together.
    func start() throws {
        try change.finish(hasSpool: true)
        spool = try Spool(
            path: path, keyID: try nodeKey(), grantID: grantID, limitBytes: 1 << 20)
    }

    func rotate() throws -> KeyID {
        now += 1_000
        return try change.rotate(
            spool, boot: TestNode.boot,
            at: NodeTime(uptimeMilliseconds: now, utcMilliseconds: nil)
        ).keyID
    }

    /// Whether something went well.
    func attempt(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            return false
        }
    }

    func history() throws -> KeyHistory {
        try KeyHistory(
            from: enrolled, to: try #require(folder.keys[.node]).publicKey,
            by: KeyChange.split(folder.sequence))
    }

    /// Signs batches with the node's key.
    func sign(_ count: Int) throws {
        let signer = BatchSigner(
            key: try #require(folder.keys[.node]), baseName: baseName, boot: TestNode.boot)
        for _ in 0..<count {
            now += 1_000
            let record = SampledRecord(
                .reading, name: "air_temperature", unit: "Cel",
                value: .decimal(DecimalFraction(integer: 21)), uptimeMilliseconds: now)
            try spool.append(
                try signer.sign(
                    [record], at: NodeTime(uptimeMilliseconds: now, utcMilliseconds: nil),
                    after: spool.head))
        }
    }

    /// Follows the chain as a server does: each item by the key whose turn it is.
    func expectWholeChain(from start: ChainHead? = nil, items count: Int) throws {
        var head = start ?? ChainHead(sequence: 0, id: grantID)
        var key = enrolled
        let items = try spool.batches(
            from: head.sequence + 1, maximumItems: 100, maximumBytes: 1 << 20)
        #expect(items.count == count)
        for item in items {
            let envelope = try Envelope.decode(item.message)
            let link = try #require(envelope.chain)
            #expect(link.sequence == head.sequence + 1 && link.previous == head.id)
            #expect(envelope.keyID == key.keyID && envelope.verify(with: key))
            head = ChainHead(sequence: link.sequence, id: envelope.messageID)
            guard envelope.kind == .rotate else { continue }
            let payload = try RotatePayload(decoding: envelope.payload)
            let new = try PublicKey(bytes: payload.newKey)
            let proven = RotatePayload.proofInput(
                oldKeyID: key.keyID, newKeyID: new.keyID, link: link)
            #expect(new.verify(signature: payload.proof, message: proven))
            key = new
        }
        #expect(key.keyID == (try nodeKey()))
        #expect(head == spool.head)
    }
}

/// Keys that are on the disk as soon as a change returns, until the power fails.
final class TestKeyFolder: KeyFolder {
    var keys: [KeyName: SigningKey] = [:]
    private(set) var sequence: [UInt8] = []
    /// How many more changes there is power for.
    var failsAfter: Int?

    func key(_ name: KeyName) throws(KeyChangeError) -> SigningKey? { keys[name] }

    func create(_ key: SigningKey, as name: KeyName) throws(KeyChangeError) {
        try spend()
        #expect(keys[name] == nil)
        keys[name] = key
    }

    func move(_ name: KeyName, to other: KeyName) throws(KeyChangeError) {
        try spend()
        keys[other] = keys.removeValue(forKey: name)
    }

    func remove(_ name: KeyName) throws(KeyChangeError) {
        try spend()
        keys[name] = nil
    }

    func rotations() throws(KeyChangeError) -> [UInt8] { sequence }

    func keep(rotations: [UInt8]) throws(KeyChangeError) {
        try spend()
        sequence = rotations
    }

    private func spend() throws(KeyChangeError) {
        guard let left = failsAfter else { return }
        guard left > 0 else { throw .folder("the power has failed") }
        failsAfter = left - 1
    }
}
