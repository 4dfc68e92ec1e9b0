import Foundation
import RueCrypto
import RueSQLite
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

/// Spools whose file is not what was written to it.
@Suite struct SpoolSalvageTests {
    private static let pageSize = 2048
    /// Batches of one reading that fit on a page, and then some.
    private static let batchesOfAPage = 8

    private let folder: ScratchFolder
    private let files = ScratchSpoolFiles()
    private var path: String { folder.file("spool.sqlite") }

    init() throws { folder = try ScratchFolder() }

    /// What a spool went through before its card failed.
    enum Life: CaseIterable {
        /// 100 batches were delivered, 200 wait.
        case plain
        /// The server had lost ten of the hundred, and what waits was signed anew behind those.
        case branched
        /// The last changes are in the write-ahead log.
        case unfolded
    }

    /// What is on the card after a life, and what the server has.
    private struct Card {
        var file: [UInt8]
        let log: [UInt8]?
        let delivered: [SpooledBatch]
    }

    /// A node's life with 300 readings, the first hundred delivered, whose program has ended.
    private func card(after life: Life = .plain) throws -> Card {
        try files.clear(path)
        let node = try TestNode(spoolPath: path)
        try node.fill(100)
        node.run()
        try node.fill(100, startingAt: 100)
        try node.spool.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try node.fill(100, startingAt: 200)
        var delivered = try node.spool.batches(from: 1, maximumItems: 100, maximumBytes: .max)
        if life == .branched {
            delivered.removeLast(10)
            let head = ChainHead(sequence: 90, id: delivered[89].id)
            try node.spool.repackUndelivered(
                onto: head,
                by: BatchRepacker(key: node.key, baseName: node.server.baseName, reason: "chain"))
        }
        if life != .unfolded {
            try node.spool.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        return Card(
            file: try folder.read("spool.sqlite"),
            log: life == .unfolded ? try folder.read("spool.sqlite-wal") : nil,
            delivered: delivered)
    }

    /// Puts a card into the node.
    private func insert(_ card: Card) throws {
        try files.clear(path)
        try folder.write(card.file, to: "spool.sqlite")
        if let log = card.log { try folder.write(log, to: "spool.sqlite-wal") }
    }

    /// The same node after a start.
    private func start(on disk: UnreliableDisk? = nil) throws -> (TestNode, SalvageReport?) {
        let plain = try TestNode()
        let (spool, report) = try Spool.open(
            path: path, keyID: plain.key.publicKey.keyID, grantID: plain.server.grantID,
            limitBytes: 1 << 28, by: files, vfs: disk?.name)
        return (try TestNode(spool: spool), report)
    }

    /// Puts a server in the place of a node's that has what was delivered.
    private func serve(_ node: TestNode, _ delivered: [SpooledBatch]) {
        guard let last = delivered.last else { return }
        node.server.setHead(
            ChainHead(sequence: last.sequence, id: last.id),
            keeping: Dictionary(uniqueKeysWithValues: delivered.map { ($0.sequence, $0.id) }))
    }

    /// Starts a node with a card, lets it deliver, take one reading more and deliver that; tells
    /// which of the readings that waited are not at the server.
    private func lifeGoesOn(
        with card: Card, _ what: String, unreadable bytes: Range<Int>? = nil
    ) throws -> Set<Int64> {
        try insert(card)
        let disk = try bytes.map { try diskWithBadBlock($0) }
        let (node, _) = try start(on: disk)
        serve(node, card.delivered)
        try live(node)
        node.now += 1000
        #expect(node.spool.isHeadCertain, "\(what): the server has told its head")
        try sample(node, 300)
        try live(node)
        let values = node.deliveredValues
        #expect(Set(values).isSubset(of: Set(100...300)), "\(what)")
        #expect(values.contains(300), "\(what): it does not go on")
        #expect(Set(values).count == values.count, "\(what)")
        #expect(values == values.sorted(), "\(what): \(values.map { "\($0)" })")
        #expect(node.spool.undelivered == 0, "\(what)")
        #expect(node.server.head == node.spool.head, "\(what)")
        #expect(node.server.alarms.isEmpty, "\(what): a fork, \(node.server.alarms)")
        return Set(100..<300).subtracting(values)
    }

    /// A card on which some bytes of the spool cannot be read any more.
    private func diskWithBadBlock(_ bytes: Range<Int>) throws -> UnreliableDisk {
        let disk = try UnreliableDisk()
        try disk.makeUnreadable(bytes, of: path)
        return disk
    }

    /// Stores a reading, as the recorder does: what the spool refuses is tried again.
    private func sample(_ node: TestNode, _ value: Int64) throws {
        do {
            try node.fill(1, startingAt: value)
        } catch let error as SpoolError {
            node.spool.note(error)
            guard node.spool.isDamaged else { throw error }
            try live(node)
            try node.fill(1, startingAt: value)
        }
    }

    /// Sends, and mends what turns out to be damaged, for a while.
    private func live(_ node: TestNode) throws {
        for _ in 0..<12 {
            node.run(forMilliseconds: 400_000)
            if !node.spool.isDamaged { return }
            _ = try node.spool.mend(by: files)
            node.uplink.startOver()
        }
    }

    @Test(arguments: Life.allCases) func soundSpool_isOpenedAsItIs(life: Life) throws {
        try insert(try card(after: life))
        let (node, report) = try start()
        #expect(report == nil)
        #expect(node.spool.head.sequence == (life == .branched ? 290 : 300))
        #expect(node.spool.undelivered == 200)
        #expect(node.spool.isHeadCertain && !node.spool.isDamaged)
    }

    @Test func salvage_findsEveryBatch_whateverItsLength() throws {
        let node = try TestNode(spoolPath: path)
        for count in [1, 10, 60, 100, 300, 500, 1, 900] {
            node.now += 1000
            try node.store((0..<count).map { .number("air_temperature", milli: Int64($0), at: 1) })
        }
        let before = try node.packs().map(\.link)
        let report = try node.spool.mend(by: files)
        #expect(report == SalvageReport(saved: 8, lost: 0, isOurs: true))
        #expect(files.signsOfLife > 0, "a watchdog would bite")
        #expect(try node.packs().map(\.link) == before)
        #expect(node.spool.isHeadCertain && node.spool.undelivered == 8)
        #expect(try node.spool.database.integrityCheck().isEmpty)
    }

    @Test func signingAnew_showsLife() throws {
        try insert(try card())
        let (node, _) = try start()
        let before = files.signsOfLife
        try node.spool.repackUndelivered(
            onto: node.spool.head,
            by: BatchRepacker(key: node.key, baseName: node.server.baseName, reason: "fork"))
        #expect(files.signsOfLife > before, "a watchdog would bite")
    }

    @Test(arguments: Life.allCases) func firstPage_costsNoBatch(life: Life) throws {
        var card = try card(after: life)
        card.file.replaceSubrange(
            0..<Self.pageSize, with: [UInt8](repeating: 0xA5, count: Self.pageSize))
        // The log's version of it as well.
        if let log = card.log {
            card = Card(file: card.file, log: damageFirstPage(in: log), delivered: card.delivered)
        }
        #expect(try lifeGoesOn(with: card, "\(life)") == [])
    }

    private func damageFirstPage(in log: [UInt8]) -> [UInt8] {
        var log = log
        for start in stride(from: 32, to: log.count, by: 24 + Self.pageSize)
        where log[start..<start + 4].elementsEqual([0, 0, 0, 1]) {
            for place in start + 24..<start + 200 { log[place] = 0xA5 }
        }
        return log
    }

    @Test(arguments: [Life.plain, .branched])
    func anyBitOfTheChainsRow_costsNoBatch_andIsNoFork(life: Life) throws {
        let card = try card(after: life)
        let grant = try TestNode().server.grantID.bytes
        let place = try #require(
            (0..<card.file.count - 32).first { Array(card.file[$0..<$0 + 32]) == grant })
        let page = place / Self.pageSize * Self.pageSize
        // The rows are at the end of their page, and where they begin at its start.
        let rows = page + Int(card.file[page + 5]) << 8 + Int(card.file[page + 6])
        for place in Array(page..<page + 12) + Array(rows..<page + Self.pageSize) {
            var damaged = card
            damaged.file[place] ^= 1 << UInt8(place % 8)
            #expect(
                try lifeGoesOn(with: damaged, "\(life), byte \(place - page)") == [],
                "byte \(place - page)")
        }
    }

    /// A card's bad block is a read that fails (EIO), not one that gives other bytes.
    @Test(arguments: Life.allCases)
    func anyBlockThatCannotBeRead_costsAtMostWhatItHeld(life: Life) throws {
        let card = try card(after: life)
        var hit = 0
        for page in 0..<card.file.count / Self.pageSize {
            let bytes = page * Self.pageSize..<(page + 1) * Self.pageSize
            let missing = try lifeGoesOn(with: card, "page \(page)", unreadable: bytes)
            #expect(missing.count <= Self.batchesOfAPage, "\(life), page \(page): \(missing)")
            hit += missing.isEmpty ? 0 : 1
        }
        #expect(hit > 20, "the blocks were read all the same")
    }

    @Test func lostHead_isAskedForBeforeItIsSigned() throws {
        var card = try card()
        try insert(card)
        let last = try TestNode(spoolPath: path).spool.head.id.bytes
        // In the batch's own row and in that of the chain.
        for place in 0..<card.file.count - 32 where card.file[place] == last[0] {
            if Array(card.file[place..<place + 32]) == last { card.file[place + 9] ^= 1 }
        }
        try insert(card)
        #expect(try !start().0.spool.isHeadCertain)
        let again = try start().0
        #expect(!again.spool.isHeadCertain, "a restart made it certain")
        again.run(forMilliseconds: 100)
        #expect(again.spool.isHeadCertain)
    }

    @Test func replacing_cutShortAnywhere_isDoneOver() throws {
        var card = try card(after: .unfolded)
        card.file[5 * Self.pageSize] ^= 0xFF
        let log = try #require(card.log)
        card = Card(file: card.file, log: damageFirstPage(in: log), delivered: card.delivered)
        var failure = 0
        while true {
            failure += 1
            try insert(card)
            files.fail(at: failure)
            var isCut = false
            do { _ = try start() } catch SpoolError.file { isCut = true }
            files.fail(at: 0)
            let (node, _) = try start()
            let told = try #require(node.spool.takeDeclaration(), "cut at \(failure)")
            #expect(told.hasPrefix("the spool was damaged"))
            #expect(node.spool.head.sequence == 300, "cut at \(failure)")
            #expect(node.spool.undelivered >= 200 - Self.batchesOfAPage, "cut at \(failure)")
            if !isCut { break }
        }
        #expect(failure > 6)
    }

    @Test func batchesOfTheKeyBefore_areSavedToo() throws {
        let new = try SigningKey(seed: [UInt8](repeating: 2, count: 32))
        let grantID: MessageID
        do {
            let node = try TestNode(spoolPath: path)
            grantID = node.server.grantID
            try node.fill(3)
            let rotation = try SpooledBatch.rotation(
                from: node.key, to: new, after: node.spool.head, boot: TestNode.boot,
                uptimeMilliseconds: node.now, utcMilliseconds: nil)
            try node.spool.append(rotation: rotation, newOwner: new.publicKey.keyID)
            try node.spool.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        var file = try folder.read("spool.sqlite")
        for place in 0..<200 { file[place] = 0xA5 }
        try folder.write(file, to: "spool.sqlite")
        let (spool, report) = try Spool.open(
            path: path, keyID: new.publicKey.keyID, grantID: grantID, limitBytes: 1 << 28,
            by: files)
        #expect(report == SalvageReport(saved: 4, lost: 0, isOurs: true))
        #expect(spool.head.sequence == 4 && spool.undelivered == 4 && spool.isHeadCertain)
    }

    @Test func fileOfNonsense_isPutAside() throws {
        try folder.write([UInt8](repeating: 0x41, count: 9000), to: "spool.sqlite")
        let (node, report) = try start()
        #expect(report?.saved == 0)
        try node.fill(3)
        #expect(try folder.read("spool.sqlite.damaged").count == 9000)
    }

    @Test func anotherNodesSpool_isLeftAlone() throws {
        do {
            let other = try TestNode(seed: 77, spoolPath: path)
            try other.fill(3)
            try other.spool.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        let before = try folder.read("spool.sqlite")
        #expect(throws: SpoolError.self) { try self.start() }
        #expect(try folder.read("spool.sqlite") == before)
    }

    @Test func ownersNameThatChanged_isMended() throws {
        var card = try card()
        let owner = try TestNode().key.publicKey.keyID.bytes
        // The owner's row is on a page of its own.
        for start in 0..<4 * Self.pageSize where Array(card.file[start..<start + 32]) == owner {
            card.file[start + 5] ^= 8
        }
        try insert(card)
        let (node, report) = try start()
        #expect(report == SalvageReport(saved: 300, lost: 0, isOurs: true))
        #expect(node.spool.head.sequence == 300)
    }

    @Test func randomDamage_costsAtMostWhatThePagesHeld_andNeverTheNode() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("damaged spool"))
        let cards = try Life.allCases.map { try card(after: $0) }
        var (mended, lost) = (0, 0)
        let count = FullRun.isWanted ? 5000 : 200
        for index in 0..<count {
            var card = cards[index % cards.count]
            let pages = damage(&card.file, &random)
            let what = "case \(index), pages \(pages)"
            let missing = try lifeGoesOn(with: card, what)
            #expect(missing.count <= pages.count * Self.batchesOfAPage, "\(what): \(missing)")
            lost += missing.count
            mended += missing.isEmpty ? 0 : 1
        }
        print("damaged spool: \(count) spools, \(lost) batches lost in \(mended) of them")
    }

    /// Flips some bytes of one to three pages, or fills them with nonsense or zeros.
    private func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) -> Set<Int> {
        var pages: Set<Int> = []
        let count = bytes.count / Self.pageSize
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let page = Int.random(in: 0..<count, using: &random)
            pages.insert(page)
            let range = page * Self.pageSize..<(page + 1) * Self.pageSize
            switch Int.random(in: 0..<4, using: &random) {
            case 0: for place in range { bytes[place] = 0 }
            case 1: for place in range { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
            default:
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    bytes[Int.random(in: range, using: &random)] ^=
                        1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
        }
        return pages
    }
}
