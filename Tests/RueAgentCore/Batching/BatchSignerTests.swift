import RueCrypto
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct BatchSignerTests {
    private let utc: UInt64 = 1_800_000_000_000

    private func records(at times: [UInt64]) -> ArraySlice<SampledRecord> {
        times.map {
            SampledRecord(
                .reading, name: "air_temperature", unit: "Cel",
                value: .decimal(DecimalFraction(milli: 21_370)), uptimeMilliseconds: $0)
        }[...]
    }

    private func decode(_ batch: SpooledBatch, of node: TestNode) throws -> (ChainLink, Pack) {
        let envelope = try Envelope.decode(batch.message)
        #expect(envelope.verify(with: node.key.publicKey))
        #expect(envelope.messageID == batch.id)
        let link = try #require(envelope.chain)
        let pack = try Pack(
            decoding: envelope.payload, link: link, baseName: node.server.baseName)
        return (link, pack)
    }

    @Test func sign_withClock_givesAbsoluteTimes() throws {
        let node = try TestNode()
        let batch = try node.signer.sign(
            records(at: [1000, 2000]),
            at: NodeTime(uptimeMilliseconds: 2500, utcMilliseconds: utc), after: node.spool.head)
        let (link, pack) = try decode(batch, of: node)
        #expect(link.sequence == 1 && link.previous == node.server.grantID)
        #expect(link.utcMilliseconds == utc && link.uptimeMilliseconds == 2500)
        let start = Int64(utc)
        #expect(
            pack.records.map(\.time) == [
                .absolute(milliseconds: start - 1500), .absolute(milliseconds: start - 500),
            ])
        let name = node.server.baseName + "air_temperature"
        #expect(pack.records.map(\.name) == [name, name])
    }

    @Test func sign_withoutClock_givesTimesRelativeToTheUptime() throws {
        let node = try TestNode()
        let batch = try node.signer.sign(
            records(at: [1000, 2500]),
            at: NodeTime(uptimeMilliseconds: 2500, utcMilliseconds: nil), after: node.spool.head)
        let (link, pack) = try decode(batch, of: node)
        #expect(link.utcMilliseconds == nil)
        #expect(
            pack.records.map(\.time) == [
                .relative(milliseconds: -1500), .relative(milliseconds: 0),
            ])
    }

    @Test func sign_clockSetDuringTheBatch_neverDatesBefore2025() throws {
        let node = try TestNode()
        let time = NodeTime(
            uptimeMilliseconds: 90_000, utcMilliseconds: Timekeeper.earliestMilliseconds + 10)
        let batch = try node.signer.sign(records(at: [1000]), at: time, after: node.spool.head)
        #expect(try decode(batch, of: node).0.utcMilliseconds == nil)
    }

    @Test func sign_sameInput_givesTheSameBytes() throws {
        let time = NodeTime(uptimeMilliseconds: 2500, utcMilliseconds: utc)
        let first = try TestNode()
        let second = try TestNode()
        #expect(
            try first.signer.sign(records(at: [1, 2]), at: time, after: first.spool.head)
                == second.signer.sign(records(at: [1, 2]), at: time, after: second.spool.head))
    }

    @Test(arguments: [nil, 1_800_000_000_000])
    func repack_keepsTimesAndSaysWhy_onceOnly(utc: UInt64?) throws {
        let node = try TestNode()
        let batch = try node.signer.sign(
            records(at: [1000, 2500]),
            at: NodeTime(uptimeMilliseconds: 2500, utcMilliseconds: utc), after: node.spool.head)
        let (oldLink, oldPack) = try decode(batch, of: node)
        let head = ChainHead(sequence: 41, id: FakeServer.pin(5))
        var moved = batch
        for reason in ["fork", "grant"] {
            let repacker = BatchRepacker(
                key: node.key, baseName: node.server.baseName, reason: reason)
            moved = try #require(repacker.repack(moved, after: head))
            let (link, pack) = try decode(moved, of: node)
            #expect(link.sequence == 42 && link.previous == head.id)
            #expect(link.boot == oldLink.boot)
            #expect(link.uptimeMilliseconds == oldLink.uptimeMilliseconds)
            #expect(link.utcMilliseconds == oldLink.utcMilliseconds)
            #expect(pack.isRepacked)
            #expect(pack.records.first?.value == .text(reason))
            #expect(Array(pack.records.dropFirst()) == oldPack.records)
        }
    }

    @Test func repack_ofNoBatch_isRefused() throws {
        let node = try TestNode()
        let repacker = BatchRepacker(key: node.key, baseName: node.server.baseName, reason: "fork")
        let rubbish = SpooledBatch(sequence: 1, id: .zero, message: [1, 2, 3])
        #expect(repacker.repack(rubbish, after: node.spool.head) == nil)
    }
}
