import RueWire
import Testing

@testable import RueAgentCore

private func record(
    _ value: Int64, at time: UInt64, kind: SampledRecord.Kind = .reading
) -> SampledRecord {
    SampledRecord(
        kind, name: "air_temperature", unit: "Cel",
        value: .decimal(DecimalFraction(integer: value)), uptimeMilliseconds: time)
}

@Suite struct BatcherTests {
    @Test func batch_isDueAtTheCount() {
        var batcher = Batcher(limits: BatchLimits(readings: 3, milliseconds: 60_000))
        batcher.append(record(1, at: 0))
        batcher.append(record(2, at: 1))
        #expect(!batcher.isDue(at: 2))
        batcher.append(record(3, at: 2))
        #expect(batcher.isDue(at: 2))
        #expect(batcher.nextBatch.count == 3)
    }

    @Test func batch_isDueAtTheAgeOfTheOldest() {
        var batcher = Batcher(limits: BatchLimits(readings: 60, milliseconds: 60_000))
        #expect(batcher.deadline == nil)
        batcher.append(record(1, at: 100))
        batcher.append(record(2, at: 50_000))
        #expect(batcher.deadline == 60_100)
        #expect(!batcher.isDue(at: 60_099))
        #expect(batcher.isDue(at: 60_100))
    }

    @Test func batch_whereAgeDoesNotCount_isDueByItsCountAlone() {
        var batcher = Batcher(limits: BatchLimits(readings: 2, milliseconds: nil))
        batcher.append(record(1, at: 0))
        #expect(batcher.deadline == nil)
        #expect(!batcher.isDue(at: .max))
        batcher.append(record(2, at: 1))
        #expect(batcher.isDue(at: 1))
    }

    @Test func restoredRecords_areTheOldestAgain_andCounted() {
        var batcher = Batcher(limits: BatchLimits(readings: 3, milliseconds: 60_000))
        for value in 1...4 { batcher.append(record(Int64(value), at: UInt64(value))) }
        let batch = Array(batcher.nextBatch)
        batcher.remove(batch.count)
        #expect(!batcher.isDue(at: 4))
        batcher.restore(batch)
        #expect(batcher.isDue(at: 4))
        #expect(batcher.deadline == 60_001)
        #expect(Array(batcher.nextBatch) == batch)
        #expect(batcher.count == 4)
    }

    @Test func healthRecords_areNotCounted_butRideAlong() {
        var batcher = Batcher(limits: BatchLimits(readings: 2, milliseconds: 60_000))
        for value in 0..<5 { batcher.append(record(Int64(value), at: 0, kind: .health)) }
        #expect(!batcher.isDue(at: 1))
        for value in 0..<3 { batcher.append(record(Int64(value), at: 1)) }
        #expect(batcher.nextBatch.count == 7)
    }

    @Test func backlog_isTakenInBatchesOfTheLimit() {
        var batcher = Batcher(limits: BatchLimits(readings: 60, milliseconds: 60_000))
        for value in 0..<150 { batcher.append(record(Int64(value), at: UInt64(value))) }
        var sizes: [Int] = []
        while batcher.count > 0 {
            sizes.append(batcher.nextBatch.count)
            batcher.remove(batcher.nextBatch.count)
        }
        #expect(sizes == [60, 60, 30])
        #expect(!batcher.isDue(at: .max))
    }

    @Test func longTexts_fillABatchBeforeTheProtocolsLimit() throws {
        var batcher = Batcher(limits: BatchLimits(readings: 1000, milliseconds: 60_000))
        let text = String(repeating: "x", count: 240)
        for time in 0..<1000 {
            batcher.append(
                SampledRecord(
                    .reading, name: "air_fault", unit: nil, value: .text(text),
                    uptimeMilliseconds: UInt64(time)))
        }
        let node = try TestNode()
        let batch = try node.signer.sign(
            batcher.nextBatch, at: NodeTime(uptimeMilliseconds: 1000, utcMilliseconds: nil),
            after: node.spool.head)
        #expect(batch.message.count <= WireLimits.itemBytes)
        #expect(batch.message.count > WireLimits.itemBytes * 3 / 4)
    }

    @Test func overflow_dropsTheOldest_andTells() {
        var batcher = Batcher(
            limits: BatchLimits(readings: 10, milliseconds: 60_000), capacity: 160)
        for value in 0..<175 { batcher.append(record(Int64(value), at: UInt64(value) * 10)) }
        let drops = batcher.takeDrops()
        #expect(drops?.count == 20)
        #expect(drops?.firstUptimeMilliseconds == 0)
        #expect(drops?.lastUptimeMilliseconds == 190)
        #expect(batcher.count == 155)
        #expect(batcher.nextBatch.first?.uptimeMilliseconds == 200)
        #expect(batcher.takeDrops() == nil)
    }
}
