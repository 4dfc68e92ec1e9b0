import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct SpoolSummaryTests {
    private let folder: ScratchFolder
    private var path: String { folder.file("spool.sqlite") }

    init() throws {
        folder = try ScratchFolder()
    }

    private func spool() throws -> Spool {
        try Spool(
            path: path, keyID: FakeServer.pin(1), grantID: FakeServer.pin(2), limitBytes: 1 << 28)
    }

    private func batch(_ sequence: UInt64) -> SpooledBatch {
        SpooledBatch(
            sequence: sequence, id: FakeServer.pin(UInt8(sequence)),
            message: [UInt8](repeating: UInt8(sequence), count: 100))
    }

    @Test func summary_emptySpool_hasNothing() throws {
        _ = try spool()
        let summary = try SpoolSummary(lookingAt: path)
        #expect(summary.undelivered == 0 && summary.newest == nil && summary.delivered == nil)
    }

    /// The node is running: its spool is open, and what it wrote last is in the log beside the file.
    @Test func summary_openSpool_tellsWhatWaits_andLeavesItToItsOwner() throws {
        let spool = try spool()
        for sequence in 1...5 { try spool.append(batch(UInt64(sequence))) }
        try spool.markDelivered(through: 2)
        let before = try folder.read("spool.sqlite")
        let summary = try SpoolSummary(lookingAt: path)
        #expect(summary.undelivered == 3)
        #expect(summary.newest == batch(5).message)
        #expect(summary.delivered == batch(2).message)
        #expect(try folder.read("spool.sqlite") == before)
        try spool.append(batch(6))
        #expect(try SpoolSummary(lookingAt: path).newest == batch(6).message)
    }

    @Test func summary_fileThatIsNoSpool_isAnError() throws {
        try folder.write(String(repeating: "A", count: 5000), to: "spool.sqlite")
        #expect(throws: SpoolError.self) { _ = try SpoolSummary(lookingAt: path) }
    }
}
