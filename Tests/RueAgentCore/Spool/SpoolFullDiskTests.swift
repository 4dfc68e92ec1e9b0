import RueSQLite
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

/// The node's file while the disk fails from any one write on, and works again.
@Suite struct SpoolFullDiskTests {
    /// SQLite's codes (https://sqlite.org/rescode.html) of a disk without room, and of one that
    /// has become read-only under an open file.
    private static let full: Int32 = 13
    private static let writeFailed: Int32 = 778

    private func spool(_ folder: ScratchFolder, _ disk: UnreliableDisk) throws -> Spool {
        try Spool(
            path: folder.file("spool.sqlite"), keyID: FakeServer.pin(1),
            grantID: FakeServer.pin(2), limitBytes: 20_000, vfs: disk.name)
    }

    private func batch(_ sequence: UInt64) -> SpooledBatch {
        SpooledBatch(
            sequence: sequence, id: FakeServer.pin(UInt8(sequence)),
            message: [UInt8](repeating: UInt8(sequence), count: 1_000))
    }

    /// What each batch of a short life is worth when the disk fails from one write on.
    ///
    /// - Returns: whether the life came to its end before that write.
    private func live(failingFrom operation: Int, _ code: Int32) throws -> Bool {
        let (folder, disk) = (try ScratchFolder(), try UnreliableDisk())
        let spool = try spool(folder, disk)
        disk.fail(fromOperation: operation, code: code)
        var isHit = false
        for sequence in 1...30 as ClosedRange<UInt64> {
            do throws(SpoolError) {
                try spool.append(batch(sequence))
                if sequence % 3 == 0 { try spool.markDelivered(through: sequence) }
            } catch {
                isHit = true
                #expect(error.isDiskFull == (code == Self.full), "\(error)")
                disk.work()
                // What was refused is not there; the same batch goes in now.
                if spool.head.sequence < sequence { try spool.append(batch(sequence)) }
                disk.fail(fromOperation: 1_000_000, code: code)
            }
        }
        disk.work()
        try expectWhole(spool)
        try expectWhole(try self.spool(folder, disk))
        return !isHit
    }

    private func expectWhole(_ spool: Spool) throws {
        #expect(spool.head == ChainHead(sequence: 30, id: FakeServer.pin(30)))
        #expect(try spool.database.integrityCheck().isEmpty)
        let first = try #require(try spool.firstKept(after: 0))
        #expect(first <= spool.delivered + 1)
        let kept = try spool.batches(from: first, maximumItems: 99, maximumBytes: .max)
        #expect(kept == (first...30).map { batch($0) })
    }

    @Test(arguments: [full, writeFailed])
    func disk_failingFromAnyWriteOn_losesNoBatch_andWorksAgain(code: Int32) throws {
        var operation = 1
        while try !live(failingFrom: operation, code) { operation += 1 }
        print(
            "spool, disk failing with \(code): from each of \(operation - 1) writes on, none lost")
        #expect(operation > 50)
    }
}
