import RueCrypto
import RueSQLite
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

/// How much a node writes to its card, counted below SQLite.
@Suite struct SpoolWearTests {
    private static let pageBytes = 2_048

    private final class Card {
        let folder: ScratchFolder
        let disk: UnreliableDisk
        let spool: Spool
        private let signer: BatchSigner
        private var uptime: UInt64 = 60_000

        init() throws {
            folder = try ScratchFolder()
            disk = try UnreliableDisk()
            let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
            spool = try Spool(
                path: folder.file("spool.sqlite"), keyID: key.publicKey.keyID,
                grantID: FakeServer.pin(2), limitBytes: 1 << 28, vfs: disk.name)
            signer = BatchSigner(
                key: key, baseName: BaseName.simulated(key.publicKey.keyID), boot: TestNode.boot)
        }

        /// Signs what six channels gave in some minutes, one value a minute each.
        func sign(minutes: Int, after head: ChainHead) throws -> SpooledBatch {
            var records: [SampledRecord] = []
            for minute in 0..<minutes {
                for channel in 0..<6 {
                    records.append(
                        SampledRecord(
                            .reading, name: Self.names[channel], unit: Self.units[channel],
                            value: .decimal(
                                DecimalFraction(milli: 21_370 + Int64(minute * 10 + channel))),
                            uptimeMilliseconds: uptime))
                }
                uptime += 60_000
            }
            return try signer.sign(
                records[...],
                at: NodeTime(
                    uptimeMilliseconds: uptime, utcMilliseconds: 1_800_000_000_000 + uptime),
                after: head)
        }

        private static let names = [
            "air_temperature", "air_humidity", "air_pressure", "cellar_temperature",
            "cellar_humidity", "pipe_temperature",
        ]
        private static let units = ["Cel", "%RH", "Pa", "Cel", "%RH", "Cel"]
    }

    @Test func day_ofOneCommitAMinute_writesAtMost20MiB() throws {
        let card = try Card()
        #expect(try card.spool.database.integer("PRAGMA page_size") == Int64(Self.pageBytes))
        let (before, syncs) = (card.disk.bytesWritten, card.disk.syncs)
        for minute in 1...1_440 as ClosedRange<UInt64> {
            try card.spool.append(card.sign(minutes: 1, after: card.spool.head))
            // The server is there, and each batch gets its receipt.
            try card.spool.markDelivered(
                through: minute, witness: Witness(logID: .zero, size: minute, head: .zero))
        }
        let written = Double(card.disk.bytesWritten - before) / 1_048_576
        print(
            "wear: \(written) MiB and \(card.disk.syncs - syncs) syncs a day, pages of "
                + "\(Self.pageBytes) bytes, a commit and a receipt a minute")
        #expect(written <= 20)
    }

    @Test func year_ofSixChannelsAMinute_takesAtMost128MiB() throws {
        let card = try Card()
        let batches = 1_000
        for _ in 0..<batches / 50 {
            var head = card.spool.head
            var signed: [SpooledBatch] = []
            for _ in 0..<50 {
                signed.append(try card.sign(minutes: 10, after: head))
                head = ChainHead(sequence: head.sequence + 1, id: signed[signed.count - 1].id)
            }
            try card.spool.append(signed)
        }
        let pages = try card.spool.database.integer("PRAGMA page_count") ?? 0
        let perYear = Double(pages) * Double(Self.pageBytes) / Double(batches) * 52_560
        print("wear: a year of six channels a minute, batches of 60: \(perYear / 1_048_576) MiB")
        #expect(perYear / 1_048_576 <= 128)
    }
}
