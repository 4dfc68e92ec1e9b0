import RueCrypto
import RueSQLite
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

/// Spools of which the index is not what was written: SQLite follows it and sees nothing, so that
/// each use of it has to be certain by itself. All batches are there, and none may be lost.
@Suite struct SpoolIndexTests {
    private static let pageSize = 2048
    private static let delivered = 100
    private static let waiting = 200

    private let folder: ScratchFolder
    private let files = ScratchSpoolFiles()
    private var path: String { folder.file("spool.sqlite") }

    init() throws { folder = try ScratchFolder() }

    /// What the node does with the index.
    enum Use: CaseIterable {
        case sending
        /// The server goes on from another item than the last delivered.
        case signingAnew
        /// The ring is full: the oldest delivered batches go.
        case trimming
        /// All is waiting, and too much.
        case thinning
    }

    /// The file of a node that has delivered some of its readings, and what was delivered.
    private func card(_ use: Use) throws -> (file: [UInt8], delivered: [SpooledBatch]) {
        try files.clear(path)
        let node = try TestNode(spoolPath: path)
        let count = use == .thinning ? 0 : Self.delivered
        try node.fill(count)
        node.run()
        try node.fill(Self.delivered + Self.waiting - count, startingAt: Int64(count))
        try node.spool.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return (
            try folder.read("spool.sqlite"),
            try node.spool.batches(from: 1, maximumItems: count, maximumBytes: .max)
        )
    }

    /// The pages of a file that are an index's.
    private func indexPages(_ file: [UInt8]) -> [Int] {
        stride(from: Self.pageSize, to: file.count, by: Self.pageSize)
            .filter { file[$0] == 10 || file[$0] == 2 }
    }

    // MARK: One entry that is wrong

    /// Where the index has the entry of a batch: its length, that of its header, the kinds of its
    /// three columns (the chain's 1 takes no room), number and position.
    private func entry(_ sequence: Int, in file: [UInt8]) throws -> Int {
        let (high, low) = (UInt8(sequence >> 8), UInt8(sequence & 0xFF))
        let entry: [UInt8] = [8, 4, 9, 2, 2, high, low, high, low]
        return try #require(
            (0..<file.count - entry.count).first { Array(file[$0..<$0 + entry.count]) == entry })
    }

    /// A spool of 300 batches, 100 of them delivered, with another number or another place in the
    /// index's entry of one.
    private func misled(
        _ file: [UInt8], _ sequence: Int, number: Int? = nil, position: Int? = nil,
        limitBytes: Int64 = 1 << 28
    ) throws -> Spool {
        var file = file
        let place = try entry(sequence, in: file)
        for (offset, value) in [(5, number), (7, position)] {
            guard let value else { continue }
            file[place + offset] = UInt8(value >> 8)
            file[place + offset + 1] = UInt8(value & 0xFF)
        }
        return try open(file, limitBytes: limitBytes)
    }

    private func open(_ file: [UInt8], limitBytes: Int64 = 1 << 28) throws -> Spool {
        try files.clear(path)
        try folder.write(file, to: "spool.sqlite")
        let plain = try TestNode()
        return try Spool.open(
            path: path, keyID: plain.key.publicKey.keyID, grantID: plain.server.grantID,
            limitBytes: limitBytes, by: files
        ).spool
    }

    private func repacker(_ node: TestNode) -> BatchRepacker {
        BatchRepacker(key: node.key, baseName: node.server.baseName, reason: "fork")
    }

    /// Everything that the table itself holds.
    private func count(_ spool: Spool) throws -> Int64? {
        try spool.database.integer("SELECT count(*) FROM batch NOT INDEXED")
    }

    @Test func firstKept_neverLeadsBackNorBeyondTheHead() throws {
        var misled = 0
        let file = try card(.sending).file
        for sequence in 150..<170 {
            for number in [0, 128, 20_000] {
                let spool = try self.misled(file, sequence, number: number)
                do throws(SpoolError) {
                    let next = try spool.firstKept(after: UInt64(sequence - 1))
                    #expect(next == UInt64(sequence + 1), "\(sequence), \(number)")
                } catch {
                    #expect(error == .misled)
                    misled += 1
                }
            }
        }
        #expect(misled > 0)
    }

    @Test func id_ofABatch_isNeverAnothers() throws {
        let spool = try misled(try card(.sending).file, 150, position: 151)
        #expect(throws: SpoolError.misled) { _ = try spool.id(of: 150) }
        #expect(try spool.id(of: 151) != nil)
    }

    /// Of the entry that it comes to last nothing else would tell: that of a batch which is gone.
    @Test func trimming_neverDeletesWhatWaits() throws {
        let (file, delivered) = try card(.sending)
        let bytes = try #require(delivered.last).message.count
        for sequence in 140..<160 {
            let spool = try misled(
                file, sequence, position: 250, limitBytes: Int64(150 * bytes))
            try spool.markDelivered(through: 200)
            if spool.isDamaged { _ = try spool.mend(by: files) }
            #expect(try spool.id(of: 250) != nil, "\(sequence)")
        }
    }

    @Test func signingAnew_neverTakesWhatIsDelivered_orLeavesOutWhatWaits() throws {
        let node = try TestNode()
        let file = try card(.sending).file
        var shortened = file
        // One entry less on its page.
        shortened[try entry(300, in: file) / Self.pageSize * Self.pageSize + 4] -= 1
        // The last is where the second of them comes to be when it is signed anew.
        for (file, position) in [(file, 50), (shortened, nil), (file, 302)] {
            let spool = try misled(file, 250, position: position)
            let (head, waiting) = (spool.head, spool.undelivered)
            #expect(throws: SpoolError.misled) {
                try spool.repackUndelivered(
                    onto: ChainHead(sequence: 400, id: .zero), by: self.repacker(node))
            }
            #expect(spool.head == head && spool.undelivered == waiting)
            #expect(try count(spool) == 300)
        }
    }

    @Test func deliveredThroughTheHead_leavesNothingToWait() throws {
        let spool = try open(try card(.sending).file)
        // As it was counted by the index before that lost an entry.
        spool.undelivered += 1
        try spool.markDelivered(through: 299)
        #expect(spool.undelivered == 2)
        try spool.markDelivered(through: 300)
        #expect(spool.undelivered == 0)
    }

    @Test func takingOver_neverTakesWhatIsDelivered() throws {
        let node = try TestNode(spoolPath: folder.file("new.sqlite"))
        _ = try misled(try card(.sending).file, 250, position: 50)
        let (taken, unreadable) = try node.spool.takeOver(path: path, by: repacker(node))
        #expect(taken == 199 && unreadable == 1)
    }

    @Test func entryInTheWayOfTheNextBatch_isDamage() throws {
        let node = try TestNode(spoolPath: path)
        try node.fill(3)
        try node.spool.database.execute(
            "INSERT INTO batch(chain, seq, id, message) VALUES(1, 4, zeroblob(32), x'00')")
        do throws(SpoolError) {
            try node.spool.append(try batch(node))
            Issue.record("it was taken")
        } catch {
            node.spool.note(error)
        }
        #expect(node.spool.isDamaged)
        #expect(try node.spool.mend(by: files).saved == 3)
        try node.fill(1, startingAt: 3)
        #expect(node.spool.head.sequence == 4)
    }

    private func batch(_ node: TestNode) throws(SpoolError) -> SpooledBatch {
        do { return try node.batch(value: 3) } catch { throw .file("\(error)") }
    }

    // MARK: Chance

    @Test(arguments: Use.allCases) func randomDamageToTheIndex_costsNoBatch(use: Use) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("damaged index \(use)"))
        let card = try card(use)
        let pages = indexPages(card.file)
        #expect(pages.count >= 2)
        for index in 0..<(FullRun.isWanted ? 2000 : 30) {
            var file = card.file
            let page = try #require(pages.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                file[page + Int.random(in: 0..<Self.pageSize, using: &random)] ^=
                    1 << UInt8.random(in: 0..<8, using: &random)
            }
            try files.clear(path)
            try folder.write(file, to: "spool.sqlite")
            try lifeGoesOn(use, card.delivered, "\(use), case \(index)")
        }
    }

    private func lifeGoesOn(_ use: Use, _ delivered: [SpooledBatch], _ what: String) throws {
        let plain = try TestNode()
        let limit: Int64 = use == .trimming || use == .thinning ? 30_000 : 1 << 28
        let (spool, _) = try Spool.open(
            path: path, keyID: plain.key.publicKey.keyID, grantID: plain.server.grantID,
            limitBytes: limit, by: files)
        let node = try TestNode(spool: spool)
        let kept = use == .signingAnew ? delivered.dropLast(10) : delivered[...]
        if let last = kept.last {
            node.server.setHead(
                ChainHead(sequence: last.sequence, id: last.id),
                keeping: Dictionary(uniqueKeysWithValues: kept.map { ($0.sequence, $0.id) }))
        }
        if use == .signingAnew { node.uplink.planRepacking("fork") }
        var value: Int64 = 300
        for _ in 0..<12 {
            if use == .thinning { thin(node) }
            do {
                try node.fill(1, startingAt: value)
                value += 1
            } catch let error as SpoolError {
                node.spool.note(error)
            }
            node.run(forMilliseconds: 400_000)
            guard node.spool.isDamaged else { continue }
            _ = try node.spool.mend(by: files)
            node.uplink.startOver()
        }
        let values = node.deliveredValues
        #expect(Set(values).count == values.count, "\(what): sent twice")
        #expect(node.spool.undelivered == 0 && !node.spool.isDamaged, "\(what)")
        if use == .thinning {
            #expect(told(node) == value, "\(what): lost")
        } else {
            #expect(Set(100..<value).subtracting(values) == [], "\(what): lost")
        }
        #expect(node.server.alarms.isEmpty, "\(what): a fork, \(node.server.alarms)")
    }

    /// How many readings the server has or was told of.
    private func told(_ node: TestNode) -> Int64 {
        var content = ThinnedContent()
        content.add(node.server.records, baseName: node.server.baseName)
        let readings = content.readings["air_temperature"] ?? []
        return content.thinned.reduce(Int64(readings.count) + content.dropped) { $0 + $1.count }
    }

    private func thin(_ node: TestNode) {
        do throws(SpoolError) {
            _ = try node.spool.thinIfFull(
                by: BatchThinner(key: node.key, baseName: node.server.baseName))
        } catch {
            node.spool.note(error)
        }
    }
}
