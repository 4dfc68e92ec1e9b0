import RueCrypto
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// Under which times batches are filed.
@Suite struct TimeTests {
    let house: TestHouse
    let node: TestNode
    static let day: Int64 = 86_400_000

    init() throws {
        house = try TestHouse()
        node = try house.newNode("kitchen")
    }

    @Test func boot_withoutClock_isResolvedByTheFirstBatchThatHasOne() throws {
        node.knowsTime = false
        _ = try house.batches(node.next())
        house.clock.advance(milliseconds: 60_000)
        _ = try house.batches(node.next())
        #expect(try house.items().map(\.times) == [nil, nil])
        #expect(try house.reader.items(.untimed(node: 1, after: 0), limit: 9).count == 2)
        try house.restart()
        house.clock.advance(milliseconds: 60_000)
        node.knowsTime = true
        _ = try house.batches(node.next())
        let now = house.clock.utcMilliseconds
        #expect(
            try house.items().map { $0.times?.first } == [now - 120_000, now - 60_000, now])
        #expect(try house.items().allSatisfy { !$0.isUncertain })
        node.knowsTime = false
        house.clock.advance(milliseconds: 1_000)
        _ = try house.batches(node.next())
        #expect(try house.items().last?.times?.first == now + 1_000)
    }

    @Test func boot_neverToldTheTime_staysOpenWhenAnotherIsResolved() throws {
        node.knowsTime = false
        _ = try house.batches(node.next())
        node.boot = bytes16(0xb1)
        node.knowsTime = true
        _ = try house.batches(node.next())
        #expect(try house.items().map { $0.times == nil } == [true, false])
    }

    @Test func clock_moreThanADayAhead_isFiledByReceiptAndResolvesNothing() throws {
        node.knowsTime = false
        _ = try house.batches(node.next())
        node.knowsTime = true
        let real = house.clock.utcMilliseconds
        house.clock.setUTC(milliseconds: real + Self.day + 1)
        let ahead = try node.next()
        house.clock.setUTC(milliseconds: real)
        #expect(try house.receipt(house.batches(ahead)).status == .accepted)
        let items = try house.items()
        #expect(items[0].times == nil)
        #expect(items[1].times == ItemTimes(first: real, last: real))
        #expect(items[1].isUncertain)
        #expect(try house.reader.events().map(\.kind) == [.clockAhead])
        _ = try house.batches(node.next())
        #expect(try house.items()[0].times?.first == real)
    }

    @Test func clock_lessThanADayAhead_isBelieved() throws {
        let real = house.clock.utcMilliseconds
        house.clock.setUTC(milliseconds: real + Self.day)
        let ahead = try node.next()
        house.clock.setUTC(milliseconds: real)
        _ = try house.batches(ahead)
        #expect(try house.items()[0].times?.first == real + Self.day)
        #expect(try house.items()[0].isUncertain == false)
    }

    @Test func server_withoutClock_judgesNoTime() throws {
        let batch = try node.next()
        house.clock.setUTC(milliseconds: 1_000)
        let receipt = try house.receipt(house.batches(batch))
        #expect(receipt.status == .accepted)
        #expect(receipt.utcMilliseconds == 1_000)
        #expect(try house.items()[0].isUncertain == false)
    }

    @Test func bootKnown_batchBefore2025_isFiledByReceiptAndUncertain() throws {
        let now = house.clock.utcMilliseconds
        // The boot began in 2024, as far as its first batch tells.
        let began = WireLimits.earliestMilliseconds - 1_000_000
        _ = try house.batches(node.next { $0.uptimeMilliseconds = UInt64(now - began) })
        // Re-packed batches may be of any uptime within the boot.
        node.knowsTime = false
        let limit = UInt64(WireLimits.earliestMilliseconds - began)
        let repacked = try [limit - 1, limit].map { uptime in
            try node.next(payload: self.repacked()) { $0.uptimeMilliseconds = uptime }
        }
        _ = try house.batches(repacked[0], repacked[1])
        let items = try house.items()
        #expect(items.map(\.isUncertain) == [false, true, false])
        #expect(items[1].times == ItemTimes(first: now, last: now))
        #expect(items[2].times?.first == WireLimits.earliestMilliseconds)
        #expect(try house.reader.events().map(\.kind) == [.timeTooEarly])
    }

    @Test func bootResolvedLater_batchBefore2025_isFiledByReceiptAndUncertain() throws {
        let now = house.clock.utcMilliseconds
        node.knowsTime = false
        _ = try house.batches(node.next { $0.uptimeMilliseconds = 999_999 })
        _ = try house.batches(node.next { $0.uptimeMilliseconds = 1_000_000 })
        house.clock.advance(milliseconds: 60_000)
        node.knowsTime = true
        let began = WireLimits.earliestMilliseconds - 1_000_000
        let uptime = UInt64(house.clock.utcMilliseconds - began)
        _ = try house.batches(node.next { $0.uptimeMilliseconds = uptime })
        let items = try house.items()
        #expect(items.map(\.isUncertain) == [true, false, false])
        #expect(items[0].times == ItemTimes(first: now, last: now))
        #expect(items[1].times?.first == WireLimits.earliestMilliseconds)
        let readings = try ReadingQuery(reader: house.reader, filter: ReadingFilter())
        var times: [Int64?] = []
        try readings.forEach {
            times.append($0.timeMilliseconds)
            return true
        }
        #expect(
            times == [WireLimits.earliestMilliseconds, now, house.clock.utcMilliseconds])
    }

    @Test func serverWithoutClock_batchBefore2025_isNoRowIn1970() throws {
        node.knowsTime = false
        let batch = try node.next { $0.uptimeMilliseconds = 1 }
        node.knowsTime = true
        let uptime = UInt64(house.clock.utcMilliseconds)
        let telling = try node.next { $0.uptimeMilliseconds = uptime }
        house.clock.setUTC(milliseconds: 1_000)
        _ = try house.batches(batch, telling)
        let items = try house.items()
        #expect(items.map(\.isUncertain) == [true, false])
        #expect(items[0].times?.first == WireLimits.earliestMilliseconds)
    }

    private func repacked() -> [UInt8] {
        var pack = PackEncoder(baseName: node.baseName, baseTimeMilliseconds: nil)
        pack.append(
            name: "node_repacked", unit: nil, value: .text("test"), timeOffsetMilliseconds: 0)
        return pack.encode()
    }

    @Test func batch_spanningHours_isFoundByAnyMomentOfThem() throws {
        let now = house.clock.utcMilliseconds
        for knowsTime in [true, false] {
            node.knowsTime = knowsTime
            house.clock.advance(milliseconds: 10 * 3_600_000)
            var pack = PackEncoder(
                baseName: node.baseName,
                baseTimeMilliseconds: knowsTime ? house.clock.utcMilliseconds : nil)
            for hours in [-9, 0] as [Int64] {
                pack.append(
                    name: "air_temperature", unit: "Cel",
                    value: .decimal(DecimalFraction(milli: 1_000)),
                    timeOffsetMilliseconds: hours * 3_600_000)
            }
            let batch = try node.next(payload: pack.encode())
            #expect(try house.receipt(house.batches(batch)).status == .accepted)
        }
        for hours in [2, 12] as [Int64] {
            let moment = now + hours * 3_600_000
            let found = try house.reader.items(
                .times(node: 1, moment...moment, after: nil), limit: 9)
            #expect(found.map(\.sequence) == [hours == 2 ? 1 : 2])
        }
    }

    @Test func filing_extremes_doNotTrap() {
        let link = ChainLink(
            sequence: 1, previous: .zero, boot: .zero,
            uptimeMilliseconds: WireLimits.largestInteger,
            utcMilliseconds: WireLimits.largestInteger)
        var unknown = link
        unknown.utcMilliseconds = nil
        let range = Int64(-9_000_000_000_000_000)...0
        for offset in [nil, 0, Int64(9_007_199_254_740_991), -9_007_199_254_740_991] {
            for now in [0, 1_767_225_600_000] as [Int64] {
                _ = TimeFiling(range, link: link, bootOffset: offset, now: now)
                _ = TimeFiling(range, link: unknown, bootOffset: offset, now: now)
            }
        }
    }
}
