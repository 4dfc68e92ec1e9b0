import RueCrypto
import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// Content that is not acceptable: kept apart, answered with status 1, and never in the way of what
/// follows.
@Suite struct QuarantineTests {
    let house: TestHouse
    let node: TestNode

    init() throws {
        house = try TestHouse()
        node = try house.newNode("kitchen")
    }

    func expectQuarantined(
        _ payload: [UInt8], _ name: String, link: (inout ChainLink) -> Void = { _ in }
    ) throws {
        let bytes = try node.next(payload: payload, link: link)
        let answer = try house.batches(bytes)
        let receipt = try house.receipt(answer)
        #expect(receipt.status == .quarantined, "\(name)")
        #expect(receipt.sequence == node.sequence)
        let item = try #require(try house.items().last)
        #expect(item.bytes == bytes)
        #expect(item.quarantineReason?.isEmpty == false)
        #expect(item.times == nil)
        #expect(try house.batches(bytes).body == answer.body)
        let next = try house.receipt(house.batches(node.next()))
        #expect(next.status == .accepted, "\(name): the chain goes on")
    }

    @Test func payload_thatIsNoPack_isQuarantined() throws {
        try expectQuarantined([], "empty")
        try expectQuarantined([0xff], "not CBOR")
        try expectQuarantined(Array("text".utf8), "text")
        try expectQuarantined([0x80], "no records")
        try expectQuarantined([0x9b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff], "length that lies")
        try expectQuarantined([UInt8](repeating: 0x81, count: 4_000), "deep nesting")
        try expectQuarantined(node.pack() + [0], "trailing byte")
        try house.expectVerified()
    }

    @Test func batch_madeAfterTheYear9999_isQuarantined() throws {
        for utc in [UInt64(WireLimits.latestMilliseconds), WireLimits.largestInteger] {
            try expectQuarantined(node.pack(), "year 10000") { $0.utcMilliseconds = utc }
        }
    }

    @Test func pack_ofAnotherNode_isQuarantined() throws {
        let other = try TestNode(seed: 42, clock: house.clock)
        try expectQuarantined(other.pack(), "foreign name")
    }

    @Test func pack_withNaNOrInfinity_isQuarantined() throws {
        for bits: [UInt8] in [[0x7e, 0x00], [0x7c, 0x00], [0xfc, 0x00]] {
            try expectQuarantined(floatPack(bits), "not finite")
        }
        let finite = try node.next(payload: floatPack([0x3c, 0x00]))
        #expect(try house.receipt(house.batches(finite)).status == .accepted)
    }

    private func floatPack(_ half: [UInt8]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(count: 1)
        encoder.map(count: 4)
        encoder.integer(-2)
        encoder.text(node.baseName)
        encoder.integer(-3)
        encoder.unsigned(UInt64(house.clock.utcMilliseconds / 1_000))
        encoder.integer(0)
        encoder.text("air_temperature")
        encoder.integer(2)
        return encoder.bytes + [0xf9] + half
    }

    @Test func pack_withTooManyRecords_isQuarantined() throws {
        let names = (0..<1_025).map { "a\($0)" }
        try expectQuarantined(node.pack(names), "1,025 records")
        let fitting = try node.next(payload: node.pack(Array(names.dropLast())))
        #expect(try house.receipt(house.batches(fitting)).status == .accepted)
    }

    @Test func pack_before2025_isQuarantined() throws {
        house.clock.setUTC(milliseconds: 1_735_689_599_999)
        let old = node.pack()
        house.clock.setUTC(milliseconds: 1_767_225_600_000)
        try expectQuarantined(old, "2024")
    }

    @Test func batches_afterAQuarantinedOne_waitUntilItsReceiptIsSeen() throws {
        let first = try node.next()
        let bad = try node.next(payload: [0x80])
        let last = try node.next()
        for _ in 0..<2 {
            let receipt = try house.receipt(house.batches(first, bad, last))
            #expect(receipt.sequence == 2)
            #expect(receipt.status == .quarantined)
            #expect(try house.logSize == 2)
        }
        #expect(try house.receipt(house.batches(last)).sequence == 3)
    }

    @Test func quarantine_isTold() throws {
        _ = try house.batches(node.next(payload: [0x80]))
        let event = try #require(try house.reader.events().first)
        #expect(event.kind == .quarantine)
        let counts = try house.reader.itemCounts(node: 1)
        #expect(counts.quarantined == 1)
    }

    @Test func uptime_fallingWithinABoot_isQuarantined() throws {
        house.clock.advance(milliseconds: 10_000)
        _ = try house.batches(node.next())
        try expectQuarantined(node.pack(), "uptime") { $0.uptimeMilliseconds -= 1 }
        try house.restart()
        try expectQuarantined(node.pack(), "uptime") { $0.uptimeMilliseconds -= 1 }
    }

    @Test func uptime_fallingInARepackedBatch_isPassedOver() throws {
        house.clock.advance(milliseconds: 10_000)
        _ = try house.batches(node.next())
        let repacked = try node.next(
            payload: repackedPack(), link: { $0.uptimeMilliseconds -= 9_000 })
        #expect(try house.receipt(house.batches(repacked)).status == .accepted)
        // What was re-packed is not what the next one is judged by, after a restart either.
        try house.restart()
        try expectQuarantined(node.pack(), "uptime") { $0.uptimeMilliseconds -= 1 }
    }

    @Test func boot_returning_isKeptAndTold() throws {
        _ = try house.batches(node.next())
        node.boot = bytes16(0xb1)
        _ = try house.batches(node.next { $0.uptimeMilliseconds = 5 })
        #expect(try house.reader.events().isEmpty)
        node.boot = bytes16(0xb0)
        #expect(try house.receipt(house.batches(node.next())).status == .accepted)
        #expect(try house.reader.events().map(\.kind) == [.clone])
    }

    @Test func boot_knownOnlyFromRepackedBatches_isNoClone() throws {
        _ = try house.batches(node.next())
        node.boot = bytes16(0xb1)
        _ = try house.batches(node.next(payload: repackedPack()))
        try house.restart()
        _ = try house.batches(node.next())
        #expect(try house.reader.events().isEmpty)
        node.boot = bytes16(0xb0)
        _ = try house.batches(node.next())
        #expect(try house.reader.events().map(\.kind) == [.clone])
    }

    private func repackedPack() -> [UInt8] {
        var pack = PackEncoder(
            baseName: node.baseName, baseTimeMilliseconds: house.clock.utcMilliseconds)
        pack.append(
            name: "node_repacked", unit: nil, value: .text("fork"), timeOffsetMilliseconds: 0)
        pack.append(
            name: "air_temperature", unit: "Cel", value: .decimal(DecimalFraction(milli: 1_000)),
            timeOffsetMilliseconds: 0)
        return pack.encode()
    }
}
