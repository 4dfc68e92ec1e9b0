import RueSQLite
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct SpoolTests {
    private func spool(
        _ path: String, key: UInt8 = 1, grant: UInt8 = 2, limit: Int64 = 1 << 28
    ) throws -> Spool {
        try Spool(
            path: path, keyID: FakeServer.pin(key), grantID: FakeServer.pin(grant),
            limitBytes: limit)
    }

    private func batch(_ sequence: UInt64, bytes: Int = 100) -> SpooledBatch {
        SpooledBatch(
            sequence: sequence, id: FakeServer.pin(UInt8(sequence)),
            message: [UInt8](repeating: UInt8(sequence), count: bytes))
    }

    @Test func newSpool_beginsAtTheGrant() throws {
        let spool = try spool(":memory:")
        #expect(spool.head == ChainHead(sequence: 0, id: FakeServer.pin(2)))
        #expect(spool.delivered == 0 && spool.undelivered == 0)
        #expect(spool.witness == .none)
    }

    @Test func reopened_isAsItWas() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        let witness = Witness(logID: .zero, size: 7, head: FakeServer.pin(8))
        do {
            let spool = try spool(path)
            for sequence in 1...3 { try spool.append(batch(UInt64(sequence))) }
            try spool.markDelivered(through: 2, witness: witness)
        }
        let again = try spool(path)
        #expect(again.head == ChainHead(sequence: 3, id: FakeServer.pin(3)))
        #expect(again.delivered == 2 && again.undelivered == 1)
        #expect(again.witness == witness)
        #expect(try again.batches(from: 3, maximumItems: 9, maximumBytes: 999) == [batch(3)])
    }

    @Test func otherNodesSpool_isRefusedByName() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        _ = try spool(path, key: 1)
        let words = Proquint.keyWords(of: FakeServer.pin(1))
        #expect(throws: SpoolError.otherKey(words: words)) { _ = try self.spool(path, key: 9) }
        #expect(SpoolError.otherKey(words: words).description.contains(words))
        // The refusal changed nothing.
        _ = try spool(path, key: 1)
    }

    @Test func fileThatIsNoDatabase_isRefused() throws {
        let folder = try ScratchFolder()
        try folder.write(String(repeating: "A", count: 5000), to: "spool.sqlite")
        do {
            _ = try spool(folder.file("spool.sqlite"))
            Issue.record("it was taken")
        } catch let error as SpoolError {
            guard case .database(let cause) = error else { throw error }
            #expect(cause.isCorrupt)
        }
    }

    @Test func laterFormat_isRefused() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        try spool(path).database.setUserVersion(0x6363_6363)
        #expect(throws: SpoolError.laterVersion(99)) { _ = try self.spool(path) }
        // No version's number turns into another's by some bits.
        let database = try Database(path: path, mode: .readWrite)
        try database.setUserVersion(Spool.version ^ 0x100)
        #expect(throws: SpoolError.damaged("it names no format")) { _ = try self.spool(path) }
    }

    @Test func firstFormat_isTakenOver() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        do {
            let old = try spool(path)
            for sequence in 1...3 { try old.append(batch(UInt64(sequence))) }
            try old.markDelivered(through: 2)
            // As it was before a chain had a digest.
            try old.database.execute(
                """
                ALTER TABLE chain DROP COLUMN digest;
                ALTER TABLE chain DROP COLUMN declaration;
                PRAGMA user_version = 1
                """)
        }
        for _ in 1...2 {
            let spool = try spool(path)
            #expect(spool.head.sequence == 3 && spool.delivered == 2 && spool.undelivered == 1)
            #expect(spool.isHeadCertain && spool.takeDeclaration() == nil)
        }
        let spool = try spool(path)
        try spool.append(batch(4))
        #expect(spool.head.sequence == 4)
    }

    @Test func batches_keepToTheLimitsOfARequest() throws {
        let spool = try spool(":memory:")
        for sequence in 1...10 { try spool.append(batch(UInt64(sequence))) }
        #expect(try spool.batches(from: 1, maximumItems: 4, maximumBytes: 9999).count == 4)
        #expect(try spool.batches(from: 1, maximumItems: 64, maximumBytes: 350).count == 3)
        #expect(try spool.batches(from: 1, maximumItems: 64, maximumBytes: 1).count == 1)
        #expect(try spool.batches(from: 11, maximumItems: 64, maximumBytes: 9999).isEmpty)
    }

    @Test func ring_dropsTheOldestDelivered_neverTheUndelivered() throws {
        let spool = try spool(":memory:", limit: 1000)
        for sequence in 1...30 { try spool.append(batch(UInt64(sequence))) }
        #expect(try spool.firstKept(after: 0) == 1)
        try spool.markDelivered(through: 25)
        #expect(try spool.firstKept(after: 0) == 21)
        #expect(spool.undelivered == 5)
        #expect(try spool.batches(from: 26, maximumItems: 64, maximumBytes: 9999).count == 5)
        try spool.markDelivered(through: 29)
        try spool.append(batch(31, bytes: 900))
        #expect(try spool.firstKept(after: 0) == 30)
    }

    @Test func fullDisk_refusesClearly_keepsWhatItHas_andGoesOnAfter() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        let spool = try spool(path)
        try spool.append(batch(1))
        let pages = try spool.database.integer("PRAGMA page_count") ?? 0
        try spool.database.execute("PRAGMA max_page_count=\(pages)")
        do {
            for sequence in 2...100 { try spool.append(batch(UInt64(sequence), bytes: 3000)) }
            Issue.record("the disk was never full")
        } catch {
            #expect(error.isDiskFull, "\(error.description)")
        }
        let head = spool.head
        #expect(head.sequence < 100)
        try spool.database.execute("PRAGMA max_page_count=1000000")
        try spool.append(
            SpooledBatch(sequence: head.sequence + 1, id: FakeServer.pin(77), message: [1]))
        #expect(try spool.database.integrityCheck().isEmpty)
        let again = try self.spool(path)
        #expect(again.head.sequence == head.sequence + 1)
        #expect(again.undelivered == Int(head.sequence) + 1)
    }

    @Test func severalBatches_areCommittedAllOrNone() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        let spool = try spool(path)
        try spool.append([])
        #expect(spool.head.sequence == 0)
        try spool.append((1...5).map { batch($0) })
        #expect(spool.head == ChainHead(sequence: 5, id: FakeServer.pin(5)))
        #expect(spool.undelivered == 5)
        // The last of them cannot be kept: its number is taken.
        #expect(throws: SpoolError.self) { try spool.append([batch(6), batch(7), batch(5)]) }
        #expect(spool.head.sequence == 5 && spool.undelivered == 5)
        let again = try self.spool(path)
        #expect(again.head.sequence == 5)
        #expect(try again.batches(from: 1, maximumItems: 64, maximumBytes: 9999).count == 5)
    }

    @Test func newGrant_beginsANewChain_andCarriesOverTheUndelivered() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        do {
            let spool = try spool(path, grant: 2)
            for sequence in 1...5 { try spool.append(batch(UInt64(sequence))) }
            try spool.markDelivered(through: 3)
        }
        let spool = try spool(path, grant: 3)
        #expect(spool.head == ChainHead(sequence: 0, id: FakeServer.pin(3)))
        #expect(try spool.hasForeignUndelivered())
        try spool.repackUndelivered(onto: spool.head, by: Renumbering())
        #expect(spool.head.sequence == 2)
        #expect(spool.undelivered == 2 && spool.delivered == 0)
        #expect(try !spool.hasForeignUndelivered())
        let moved = try spool.batches(from: 1, maximumItems: 9, maximumBytes: 9999)
        #expect(moved.map(\.message) == [batch(4).message, batch(5).message])
    }

    @Test func unreadableBatch_staysWhereItIs_whenOthersMove() throws {
        let spool = try spool(":memory:")
        for sequence in 1...3 { try spool.append(batch(UInt64(sequence))) }
        let unreadable = try spool.repackUndelivered(
            onto: ChainHead(sequence: 10, id: FakeServer.pin(9)), by: Renumbering(refusing: 2))
        #expect(unreadable == 1)
        #expect(spool.head.sequence == 12)
        #expect(spool.undelivered == 2)
        #expect(try spool.database.integer("SELECT count(*) FROM batch") == 3)
    }

    @Test func batch_thatIsCommitted_isNotRefused_whenTheRingCannotBeTrimmed() throws {
        let spool = try spool(":memory:", limit: 1000)
        for sequence in 1...9 { try spool.append(batch(UInt64(sequence))) }
        try spool.markDelivered(through: 9)
        try spool.database.execute(
            "CREATE TRIGGER full BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'full'); END")
        // Thrown here, the error would make the recorder sign the same readings again.
        try spool.append(batch(10, bytes: 900))
        #expect(spool.head.sequence == 10)
        #expect(try spool.firstKept(after: 0) == 1)
        try spool.database.execute("DROP TRIGGER full")
        try spool.append(batch(11))
        #expect(try spool.firstKept(after: 0) == 10)
    }

    @Test func ringFarBeyondItsLimit_isTrimmedInSteps() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        do {
            let spool = try spool(path)
            for sequence in 1...600 {
                try spool.append(
                    SpooledBatch(
                        sequence: UInt64(sequence), id: FakeServer.pin(1),
                        message: [UInt8](repeating: 0, count: 100)))
            }
            try spool.markDelivered(through: 600)
        }
        // The limit was lowered in the configuration.
        let spool = try spool(path, limit: 1000)
        for step in 1...3 {
            try spool.append(batchAfter(spool))
            let kept = try spool.database.integer("SELECT count(*) FROM batch") ?? 0
            #expect(kept == [345, 90, 10][step - 1])
        }
    }

    private func batchAfter(_ spool: Spool) -> SpooledBatch {
        SpooledBatch(
            sequence: spool.head.sequence + 1, id: FakeServer.pin(1),
            message: [UInt8](repeating: 0, count: 100))
    }

    @Test(arguments: [
        "head_seq = -1", "head_seq = 9223372036854775807", "delivered = -1", "delivered = 4",
        "log_size = -1", "head_id = x'00'", "log_head = x''",
    ])
    func chain_thatCannotBe_isRefusedAsDamaged(change: String) throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        do {
            let spool = try spool(path)
            for sequence in 1...3 { try spool.append(batch(UInt64(sequence))) }
            try spool.database.execute("UPDATE chain SET \(change)")
        }
        do {
            _ = try spool(path)
            Issue.record("it was taken")
        } catch let error as SpoolError {
            guard case .damaged = error else { throw error }
        }
    }

    @Test func batchWithAnImpossibleNumber_staysWhereItIs() throws {
        let spool = try spool(":memory:")
        for sequence in 1...3 { try spool.append(batch(UInt64(sequence))) }
        try spool.database.execute("UPDATE chain SET delivered = -9")
        try spool.database.execute("UPDATE batch SET seq = -5 WHERE seq = 2")
        let unreadable = try spool.repackUndelivered(
            onto: ChainHead(sequence: 10, id: FakeServer.pin(9)), by: Renumbering())
        #expect(unreadable == 1)
        #expect(spool.head.sequence == 12)
    }

    @Test func openSpool_takesLittleMemory() throws {
        #expect(try spool(":memory:").database.integer("PRAGMA cache_size") == -256)
    }
}

/// Moves batches without signing anything.
private final class Renumbering: Repacking {
    private let refused: UInt64?

    init(refusing refused: UInt64? = nil) { self.refused = refused }

    func repack(_ batch: SpooledBatch, after head: ChainHead) -> SpooledBatch? {
        if batch.sequence == refused { return nil }
        return SpooledBatch(
            sequence: head.sequence + 1, id: FakeServer.pin(UInt8(100 + batch.sequence)),
            message: batch.message)
    }
}
