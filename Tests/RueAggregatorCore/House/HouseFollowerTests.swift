import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct HouseFollowerTests {
    private let fixture: StoreFixture
    private let kitchen: NodeFixture
    private let start = StoreFixture.start

    init() throws {
        fixture = try StoreFixture()
        kitchen = try fixture.enrol("kitchen", seed: 1)
    }

    private func follower() throws -> HouseFollower {
        try HouseFollower(reader: fixture.store.makeReader())
    }

    /// Everything that is stored is looked at.
    private func settle(_ follower: HouseFollower) throws {
        while !follower.isComplete { _ = try follower.pass() }
    }

    private func node(
        _ follower: HouseFollower, _ name: String = "kitchen", now: Int64? = nil
    ) throws -> NodeState {
        try #require(
            follower.states(nowMilliseconds: now ?? start).first { $0.name == name })
    }

    /// The board must say what `query` says.
    private func expectQuery(_ follower: HouseFollower) throws {
        let query = try ReadingQuery(
            reader: fixture.store.makeReader(), filter: ReadingFilter()
        ).latest()
        var known: [String] = []
        for node in follower.states(nowMilliseconds: start) {
            for series in node.allSeries {
                known.append(
                    Self.line(
                        series.id.text, ValueText.plain(series.value), series.timeMilliseconds))
            }
            for sensor in node.sensors {
                guard let fault = sensor.fault else { continue }
                let name = node.name + "/" + sensor.id + "_fault"
                known.append(Self.line(name, fault.text, fault.timeMilliseconds))
            }
        }
        let expected = query.map { reading in
            Self.line(
                reading.node + "/" + reading.series, ValueText.plain(reading.value),
                reading.timeMilliseconds)
        }
        #expect(known.sorted() == expected.sorted())
    }

    private static func line(_ series: String, _ value: String, _ time: Int64?) -> String {
        series + " " + value + " " + (time.map { String($0) } ?? "?")
    }

    private func appendRandom(
        _ count: Int, to nodes: [NodeFixture], from time: Int64, _ random: inout SeededRandom
    ) throws {
        for index in 0..<count {
            let node = nodes[index % nodes.count]
            let records = (0..<Int.random(in: 1...8, using: &random)).map { place in
                let sensor = ["air", "floor", "node"][Int.random(in: 0...2, using: &random)]
                let quantity = ["temperature", "humidity"][Int.random(in: 0...1, using: &random)]
                let isFault = sensor != "node" && Int.random(in: 0...5, using: &random) == 0
                let value: SenMLValue =
                    isFault
                    ? .text("fault \(index)")
                    : .decimal(DecimalFraction(milli: .random(in: 0...50_000, using: &random)))
                return (
                    name: sensor + "_" + (isFault ? "fault" : quantity),
                    unit: isFault ? nil : "Cel" as String?, value: value,
                    offset: Int64(place) * 1_000
                )
            }
            try fixture.append(records, at: time + Int64(index) * 20_000, to: node)
        }
    }

    // MARK: The latest

    @Test func latest_ofRandomItems_isThatOfTheQuery() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("HouseFollower"))
        let garden = try fixture.enrol("garden", seed: 2)
        try appendRandom(120, to: [kitchen, garden], from: start, &random)
        let follower = try follower()
        try settle(follower)
        try expectQuery(follower)
        for round in 1...5 {
            try appendRandom(
                7, to: [kitchen, garden], from: start + Int64(round) * 3_600_000, &random)
            _ = try follower.pass()
            try expectQuery(follower)
        }
    }

    @Test func flood_showsTheNewestAtOnceAndMakesUpForTheRest() throws {
        let follower = try follower()
        try fixture.append("rare_temperature", milli: 1, at: start, to: kitchen)
        for index in 1...700 {
            try fixture.append(
                "air_temperature", milli: Int64(index), at: start + Int64(index) * 1_000,
                to: kitchen)
        }
        let arrivals = try #require(try follower.pass())
        #expect(arrivals.map(\.batches) == [701])
        #expect(arrivals[0].times == start...start + 700_000)
        #expect(arrivals[0].values.map { ValueText.plain($0.value) }.contains("0.7"))
        let newest = try node(follower).sensor("air")?.series.first
        #expect(newest.map { ValueText.plain($0.value) } == "0.7")
        try settle(follower)
        try expectQuery(follower)
        #expect(try node(follower).sensor("rare") != nil)
        #expect(try follower.pass() == nil)
    }

    @Test func seriesSilentForADay_isLeftOutAsInTheQuery() throws {
        try fixture.append("old_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("air_temperature", milli: 1, at: start + 86_400_001, to: kitchen)
        let follower = try follower()
        try settle(follower)
        try expectQuery(follower)
        #expect(try node(follower).sensors.map(\.id) == ["air"])
    }

    @Test func values_beforeTheClockIsKnown_getTheirTimesAfterwards() throws {
        try fixture.append("air_temperature", milli: 1, at: nil, to: kitchen)
        let follower = try follower()
        try settle(follower)
        let before = try #require(try node(follower).sensor("air")?.series.first)
        #expect(before.timeMilliseconds == nil)
        #expect(before.age(nowMilliseconds: before.receivedMilliseconds + 5) == 5)
        try fixture.writer.transaction { () throws(StoreError) in
            try fixture.writer.resolveBoot(kitchen.boot, offsetMilliseconds: start)
        }
        try fixture.append("soil_temperature", milli: 2, at: start + 120_000, to: kitchen)
        _ = try follower.pass()
        try settle(follower)
        try expectQuery(follower)
        #expect(
            try node(follower).sensor("air")?.series.first?.timeMilliseconds == start + 60_000)
    }

    @Test func batchRotationBatch_isNotOutdated() throws {
        let ledger = try ledger { () in
            try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
            try fixture.append(
                kind: .rotate, payload: [1], utc: start + 1_000, times: nil, to: kitchen)
            try fixture.append(
                [("air_temperature", "Cel", .bool(true), 0)], at: nil, to: kitchen,
                quarantined: "a test")
            try fixture.append("air_temperature", milli: 2, at: start + 2_000, to: kitchen)
        }
        #expect(!ledger.isOutdated)
    }

    @Test func batchWithoutTimesRotationBatchWithTimes_isOutdated() throws {
        let ledger = try ledger { () in
            try fixture.append("air_temperature", milli: 1, at: nil, to: kitchen)
            try fixture.append(
                kind: .rotate, payload: [1], utc: start + 1_000, times: nil, to: kitchen)
            try fixture.append("air_temperature", milli: 2, at: start + 2_000, to: kitchen)
        }
        #expect(ledger.isOutdated)
    }

    /// What a node's items make of a ledger that takes them as they come.
    private func ledger(after fill: () throws -> Void) throws -> NodeLedger {
        try fill()
        let reader = try fixture.store.makeReader()
        let record = try #require(try reader.nodes().first { $0.name == "kitchen" })
        var ledger = NodeLedger(record, keyWords: "-")
        try reader.scan(.log(after: 0), limit: 100) { item in
            ledger.take(item)
            return true
        }
        return ledger
    }

    @Test(arguments: [Int64.min, .max])
    func times_ofADamagedStore_areShownWithoutATrap(absurd: Int64) throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("air_temperature", milli: 2, at: start + 5, to: kitchen)
        for change in [
            "UPDATE item SET received_ms = \(absurd)",
            "UPDATE item SET first_ms = \(absurd), last_ms = \(absurd), uncertain = 1",
            "UPDATE item SET bytes = x'd284' WHERE position = 1",
        ] {
            try fixture.tamper(change)
            let follower = try follower()
            try settle(follower)
            let node = try node(follower)
            _ = node.allSeries.map { $0.isStale(nowMilliseconds: start) }
        }
    }

    // MARK: Conditions

    @Test func fault_newerThanTheValues_failsUntilAValueComes() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append(
            [("air_fault", nil, .text("no answer <b>"), 0)], at: start + 1_000, to: kitchen)
        let follower = try follower()
        let failing = try #require(try node(follower).sensor("air"))
        #expect(failing.condition == .failing)
        #expect(failing.fault?.text == "no answer <b>")
        #expect(failing.fault?.timeMilliseconds == start + 1_000)
        #expect(failing.series.map(\.quantity) == ["temperature"])
        try fixture.append("air_temperature", milli: 2, at: start + 2_000, to: kitchen)
        _ = try follower.pass()
        #expect(try node(follower).sensor("air")?.condition == .fresh)
        #expect(try node(follower).sensor("air")?.fault != nil)
    }

    @Test func failingSensor_failsSinceItsFirstFaultAfterItsLastGoodValue() throws {
        func fault(_ time: Int64) throws {
            try fixture.append([("air_fault", nil, .text("gone"), 0)], at: time, to: kitchen)
        }
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fault(start + 60_000)
        try fixture.append("air_temperature", milli: 1, at: start + 120_000, to: kitchen)
        // The value's own batch has a fault before it and one after it.
        try fixture.append(
            [
                ("air_fault", nil, .text("gone"), 0), ("air_humidity", "%RH", .bool(true), 1_000),
                ("air_fault", nil, .text("gone"), 2_000),
            ], at: start + 180_000, to: kitchen)
        let live = try follower()
        for minute in 4...40 { try fault(start + Int64(minute) * 60_000) }
        _ = try live.pass()
        // As it comes, and backwards, as after a start.
        let loaded = try follower()
        try settle(loaded)
        for follower in [live, loaded] {
            let air = try #require(try node(follower).sensor("air"))
            #expect(air.condition == .failing)
            #expect(air.fault?.sinceMilliseconds == start + 182_000)
            #expect(air.fault?.timeMilliseconds == start + 2_400_000)
        }
        try fixture.append("air_temperature", milli: 1, at: start + 2_460_000, to: kitchen)
        for follower in [live, loaded] {
            _ = try follower.pass()
            #expect(try node(follower).sensor("air")?.fault?.sinceMilliseconds == nil)
        }
        try fault(start + 2_520_000)
        for follower in [live, loaded] {
            let arrivals = try #require(try follower.pass())
            #expect(
                arrivals.flatMap(\.faults).map(\.fault.sinceMilliseconds) == [start + 2_520_000])
        }
    }

    @Test func fault_inOneBatchWithValues_isJudgedByItsPlace() throws {
        let value = SenMLValue.bool(true)
        try fixture.append(
            [("a_x", nil, value, 0), ("a_fault", nil, .text("f"), 1)], at: start, to: kitchen)
        try fixture.append(
            [("b_fault", nil, .text("f"), 0), ("b_x", nil, value, 1)], at: start, to: kitchen)
        let node = try node(follower())
        #expect(node.sensors.map(\.condition) == [.failing, .fresh])
    }

    @Test func sensor_thatNeverGaveAValue_isFailing() throws {
        try fixture.append([("air_fault", nil, .text("f"), 0)], at: start, to: kitchen)
        let sensor = try #require(try node(follower()).sensor("air"))
        #expect(sensor.condition == .failing)
        #expect(sensor.series.isEmpty)
    }

    @Test func quantities_areInAFixedOrder() throws {
        let names = ["air_pressure", "air_zeal", "air_humidity", "air_temperature", "air_about"]
        try fixture.append(
            names.map { ($0, nil, .bool(true), 0) }, at: start, to: kitchen)
        let sensor = try #require(try node(follower()).sensor("air"))
        #expect(
            sensor.series.map(\.quantity) == [
                "temperature", "humidity", "pressure", "about", "zeal",
            ])
    }

    @Test func intervals_giveStaleness() throws {
        for index in 0..<4 {
            let records = (0..<3).map { place in
                ("air_temperature", "Cel" as String?, SenMLValue.bool(true), Int64(place) * 20_000)
            }
            try fixture.append(records, at: start + Int64(index) * 60_000, to: kitchen)
        }
        let node = try node(follower(), now: start + 220_000)
        let series = try #require(node.sensors.first?.series.first)
        #expect(series.intervalMilliseconds == 20_000)
        #expect(series.staleAfterMilliseconds == 3 * 80_000)
        #expect(node.silentAfterMilliseconds == 180_000)
        #expect(node.condition == .live)
        #expect(node.judged(atMilliseconds: start + 220_500 + 180_001).condition == .silent)
    }

    // MARK: Nodes

    @Test func node_withoutAnItem_waits() throws {
        let node = try node(follower())
        #expect(node.condition == .waiting)
        #expect(node.lastSeenMilliseconds == nil)
        #expect(node.keyWords.split(separator: "-").count == 4)
    }

    @Test func renamedRevokedPendingAndNewNodes_showAtTheNextPass() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        let follower = try follower()
        let other = try fixture.store.makeWriter()
        func change(_ body: (any StoreWriter) throws(StoreError) -> Void) throws {
            try other.transaction { () throws(StoreError) in try body(other) }
            #expect(try follower.pass() != nil)
        }
        try change { writer throws(StoreError) in
            try writer.rename(node: kitchen.row, to: "<script>alert(1)</script>")
        }
        let renamed = try node(follower, "<script>alert(1)</script>")
        #expect(renamed.allSeries.map(\.id.node) == ["<script>alert(1)</script>"])
        try change { writer throws(StoreError) in
            try writer.setStatus(.revoked, node: kitchen.row, now: start)
        }
        #expect(follower.states(nowMilliseconds: start).isEmpty)
        try change { writer throws(StoreError) in
            try writer.setStatus(.pending, node: kitchen.row, now: start)
        }
        #expect(follower.states(nowMilliseconds: start).isEmpty)
        try change { writer throws(StoreError) in
            try writer.setStatus(.active, node: kitchen.row, now: start)
        }
        #expect(try node(follower, "<script>alert(1)</script>").sensors.count == 1)
        _ = try fixture.enrol("attic", seed: 9)
        #expect(try follower.pass() != nil)
        #expect(follower.states(nowMilliseconds: start).map(\.name).contains("attic"))
    }

    @Test func arrivals_ofAPendingNode_areNotTold() throws {
        try fixture.tamper("UPDATE node SET status = 2")
        let follower = try follower()
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        #expect(try follower.pass()?.isEmpty == true)
    }

    @Test func arrivals_nameWhatIsNewAndTheTimeThatItCovers() throws {
        try fixture.append("air_humidity", milli: 1, at: start, to: kitchen)
        let follower = try follower()
        #expect(try follower.pass() == nil)
        try fixture.append("air_temperature", milli: 1, at: start + 1_000, to: kitchen)
        try fixture.append(
            [("air_fault", nil, .text("gone"), 0)], at: start + 9_000, to: kitchen)
        let arrivals = try #require(try follower.pass())
        #expect(arrivals.map(\.node) == ["kitchen"])
        #expect(arrivals[0].values.map(\.id.text) == ["kitchen/air_temperature"])
        #expect(arrivals[0].faults.map(\.sensor) == ["air"])
        #expect(arrivals[0].times == start + 1_000...start + 9_000)
        #expect(arrivals[0].batches == 2)
    }

    @Test func head_isThatOfTheNewestItem() throws {
        let follower = try follower()
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("air_temperature", milli: 1, at: start + 1, to: kitchen)
        _ = try follower.pass()
        let overview = try NodeDirectory.overview(of: "kitchen", fixture.store.makeReader())
        let head = try #require(try node(follower).head)
        #expect(head.sequence == 2)
        #expect(head.id == overview.head?.id)
        #expect(try node(follower).uptimeMilliseconds == 120_000)
    }

    @Test func series_beyondTheLimit_areNotKept() throws {
        for batch in 0..<11 {
            try fixture.append(
                (0..<100).map { ("s\(batch * 100 + $0)_x", nil, .bool(true), 0) },
                at: start + Int64(batch), to: kitchen)
        }
        let follower = try follower()
        try settle(follower)
        #expect(try node(follower).allSeries.count == NodeLedger.maximumSeries)
    }
}
