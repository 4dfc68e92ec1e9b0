import RueSQLite
import RueTestSupport
import RueWire

@testable import RueAgentCore

/// A node's spool on a disk that loses its power again and again, and what must be in it.
final class SpoolLife: PoweredLife {
    private let folder: ScratchFolder
    let disk: UnreliableDisk
    private var random: SeededRandom
    /// Whether commits wait for the disk, as they should.
    private let isDurable: Bool

    /// Every batch whose append had returned, by number from 1.
    private(set) var appended: [SpooledBatch] = []
    /// The batches that were being appended when the power went: all of them may be there, or
    /// none.
    private var pending: [SpooledBatch] = []
    private var delivered: UInt64 = 0
    private var pendingDelivered: UInt64?

    private static let limitBytes: Int64 = 60_000

    init(seed: UInt64, isDurable: Bool = true) throws {
        folder = try ScratchFolder()
        disk = try UnreliableDisk()
        random = SeededRandom(seed: seed)
        self.isDurable = isDurable
    }

    private var path: String { folder.file("spool.sqlite") }

    private func open() throws -> Spool {
        let spool = try Spool(
            path: path, keyID: FakeServer.pin(1), grantID: FakeServer.pin(2),
            limitBytes: Self.limitBytes, vfs: disk.name)
        if !isDurable { try spool.database.execute("PRAGMA synchronous=OFF") }
        return spool
    }

    /// Lives until the power goes at some operation, and then switches it on again.
    func liveUntilThePowerGoes() throws {
        disk.cutPower(atOperation: Int.random(in: 1...80, using: &random), seed: random.next())
        do {
            let spool = try open()
            while !disk.isOff { try liveOn(spool) }
        } catch {
            if !disk.isOff { throw error }
        }
        try disk.restorePower()
    }

    private func liveOn(_ spool: Spool) throws {
        if Int.random(in: 0..<3, using: &random) == 0, delivered < spool.head.sequence {
            let through = UInt64.random(in: delivered + 1...spool.head.sequence, using: &random)
            pendingDelivered = through
            try spool.markDelivered(
                through: through,
                witness: Witness(
                    logID: .zero, size: through, head: appended[Int(through) - 1].id))
            delivered = through
            pendingDelivered = nil
        } else {
            pending = (1...UInt64.random(in: 1...3, using: &random)).map {
                newBatch(spool.head.sequence + $0)
            }
            try spool.append(pending)
            appended += pending
            pending = []
        }
    }

    private func newBatch(_ sequence: UInt64) -> SpooledBatch {
        let id = MessageID(random.bytes(32)) ?? .zero
        let repeats = Int.random(in: 3...150, using: &random)
        return SpooledBatch(
            sequence: sequence, id: id,
            message: [UInt8](repeatElement(id.bytes, count: repeats).joined()))
    }

    /// What is not as it must be after the power came back; nil when all is well.
    func problem() -> String? {
        do {
            let spool = try open()
            if let problem = try spool.database.integrityCheck().first { return problem }
            return try takeOver(spool) ?? wrongBatch(in: spool)
        } catch {
            return "it cannot be used: \(error)"
        }
    }

    /// Takes what was half done when the power went as it turned out.
    private func takeOver(_ spool: Spool) throws -> String? {
        let heads = [appended.count, appended.count + pending.count]
        guard let which = heads.firstIndex(of: Int(spool.head.sequence)) else {
            return "head \(spool.head.sequence), but \(appended.count) appends had returned"
        }
        if which == 1 { appended += pending }
        pending = []
        guard spool.delivered == delivered || spool.delivered == pendingDelivered else {
            return "delivered through \(spool.delivered), and had noted \(delivered)"
        }
        delivered = spool.delivered
        pendingDelivered = nil
        if delivered > 0, spool.witness.head != appended[Int(delivered) - 1].id {
            return "the witness is not that of receipt \(delivered)"
        }
        if let last = appended.last, spool.head.id != last.id { return "another head" }
        return nil
    }

    private func wrongBatch(in spool: Spool) throws -> String? {
        let first = try spool.firstKept(after: 0) ?? spool.head.sequence + 1
        if first > delivered + 1 { return "batch \(delivered + 1) was not delivered and is gone" }
        let kept = try spool.batches(from: first, maximumItems: .max, maximumBytes: .max)
        let expected = appended.dropFirst(Int(first) - 1)
        if kept != Array(expected) { return "the batches are not those that were appended" }
        let undelivered = Int(spool.head.sequence - delivered)
        if spool.undelivered != undelivered { return "it counts \(spool.undelivered) waiting" }
        let rows = try spool.database.integer("SELECT count(*) FROM batch") ?? 0
        if rows != Int64(kept.count) { return "\(rows) rows for \(kept.count) batches" }
        return nil
    }
}
