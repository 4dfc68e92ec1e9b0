import RueAggregatorCore
import RueStore
import RueWire
import Testing

@Suite struct ReadingQueryTests {
    private let fixture: StoreFixture
    private let kitchen: NodeFixture
    private let start = StoreFixture.start

    init() throws {
        fixture = try StoreFixture()
        kitchen = try fixture.enrol("kitchen", seed: 1)
    }

    private func query(_ filter: ReadingFilter = ReadingFilter()) throws -> ReadingQuery {
        try ReadingQuery(reader: fixture.store.makeReader(), filter: filter)
    }

    private func range(_ filter: ReadingFilter) throws -> [StoredReading] {
        var readings: [StoredReading] = []
        try query(filter).forEach {
            readings.append($0)
            return true
        }
        return readings
    }

    @Test func latest_ofSeveralBatches_isTheNewestOfEverySeries() throws {
        let garden = try fixture.enrol("garden", seed: 2)
        try fixture.append("air_temperature", milli: 21_000, at: start, to: kitchen)
        try fixture.append("air_humidity", milli: 40_500, unit: "%RH", at: start + 1, to: kitchen)
        try fixture.append("air_temperature", milli: 21_370, at: start + 60_000, to: kitchen)
        try fixture.append("air_temperature", milli: -5, at: start, to: garden)
        let latest = try query().latest()
        #expect(latest.map(\.node) == ["garden", "kitchen", "kitchen"])
        #expect(latest.map(\.series) == ["air_temperature", "air_humidity", "air_temperature"])
        #expect(latest.map { ValueText.plain($0.value) } == ["-0.005", "40.5", "21.37"])
        #expect(latest.map(\.timeMilliseconds) == [start, start + 1, start + 60_000])
        #expect(latest.allSatisfy { $0.isVerified })
    }

    @Test func uncertainTime_withoutTheNodesClock_isTheServersGuessToo() throws {
        try fixture.append("air_temperature", milli: 1, at: nil, to: kitchen)
        try fixture.tamper("UPDATE boot SET offset_ms = \(start + 400 * 86_400_000)")
        try fixture.tamper(
            "UPDATE item SET first_ms = \(start), last_ms = \(start), first_up_ms = NULL, uncertain = 1"
        )
        let found = try range(ReadingFilter(times: start...start))
        #expect(found.map(\.timeMilliseconds) == [start])
        #expect(found.allSatisfy { $0.isUncertain })
    }

    @Test(arguments: [Int64.min, .max])
    func times_ofADamagedStore_areShownWithoutATrap(absurd: Int64) throws {
        try fixture.append("air_temperature", milli: 1, at: nil, to: kitchen)
        try fixture.append("air_temperature", milli: 2, at: start, to: kitchen)
        for change in [
            "UPDATE boot SET offset_ms = \(absurd)", "UPDATE boot SET offset_ms = NULL",
            "UPDATE item SET first_ms = \(absurd), last_ms = \(absurd), uncertain = 1",
        ] {
            try fixture.tamper(change)
            var table = TableFormat(fitting: [], nowMilliseconds: start)
            var csv = CSVFormat()
            for reading in try range(ReadingFilter()) + query().latest() {
                #expect(!table.row(reading, nowMilliseconds: start).isEmpty)
                #expect(!csv.row(reading, nowMilliseconds: start).isEmpty)
            }
        }
    }

    @Test func latest_ofTwoInOneBatch_isTheLater() throws {
        try fixture.append(
            [
                ("air_temperature", "Cel", .decimal(DecimalFraction(integer: 1)), 0),
                ("air_temperature", "Cel", .decimal(DecimalFraction(integer: 2)), 500),
            ], at: start, to: kitchen)
        #expect(try query().latest().map { ValueText.plain($0.value) } == ["2"])
    }

    @Test func latest_ofASeriesSilentForMoreThanADay_isLeftOut() throws {
        let day = ReadingQuery.latestSpanMilliseconds
        try fixture.append("old_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("older_temperature", milli: 1, at: start + 2, to: kitchen)
        try fixture.append("air_temperature", milli: 2, at: start + day + 1, to: kitchen)
        #expect(try query().latest().map(\.sensor) == ["air", "older"])
    }

    @Test func forEach_withARange_readsTimesInclusiveAndInOrder() throws {
        for step in 0..<600 {
            try fixture.append(
                "air_temperature", milli: Int64(step), at: start + Int64(step) * 1_000, to: kitchen)
        }
        let found = try range(ReadingFilter(times: start + 10_000...start + 400_000))
        #expect(found.map(\.timeMilliseconds) == (10...400).map { start + $0 * 1_000 })
        #expect(try range(ReadingFilter()).count == 600)
    }

    @Test func forEach_stoppedByItsBody_goesNoFurther() throws {
        for step in 0..<3 {
            try fixture.append("a_temperature", milli: 1, at: start + Int64(step), to: kitchen)
        }
        var count = 0
        try query().forEach { _ in
            count += 1
            return count < 2
        }
        #expect(count == 2)
    }

    @Test func forEach_ofABootWithoutTime_tellsTheReadingsLastAndWithoutTime() throws {
        try fixture.append("air_temperature", milli: 1, at: nil, to: kitchen)
        try fixture.append("air_temperature", milli: 2, at: start, to: kitchen)
        #expect(try range(ReadingFilter()).map(\.timeMilliseconds) == [start, nil])
        #expect(try range(ReadingFilter(times: 0...Int64.max)).map(\.timeMilliseconds) == [start])
    }

    @Test func forEach_ofABootWhoseTimeIsLearntLater_resolvesIt() throws {
        try fixture.append(
            [("air_temperature", "Cel", .decimal(DecimalFraction(integer: 1)), -250)], at: nil,
            to: kitchen)
        try fixture.writer.transaction { () throws(StoreError) in
            try fixture.writer.resolveBoot(kitchen.boot, offsetMilliseconds: start)
        }
        // Made at an uptime of 60 s, read a quarter of a second before.
        #expect(try range(ReadingFilter()).map(\.timeMilliseconds) == [start + 59_750])
    }

    @Test func filter_bySensorSeriesOrNode_letsOnlyThosePass() throws {
        let garden = try fixture.enrol("garden", seed: 2)
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("air_humidity", milli: 2, at: start, to: kitchen)
        try fixture.append("soil_temperature", milli: 3, at: start, to: garden)
        try fixture.append("node_uptime_s", milli: 4, at: start, to: garden)
        #expect(try range(ReadingFilter(sensors: ["air"])).count == 2)
        #expect(try range(ReadingFilter(series: ["air_humidity"])).map(\.quantity) == ["humidity"])
        #expect(try range(ReadingFilter(nodes: ["garden"], sensors: ["soil"])).count == 1)
        let own = try range(ReadingFilter(sensors: ["node"]))
        #expect(own.map(\.quantity) == ["uptime_s"])
    }

    @Test func filter_byQuantity_letsOnlyThatPass() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("air_humidity", milli: 2, at: start, to: kitchen)
        try fixture.append("soil_temperature", milli: 3, at: start, to: kitchen)
        let found = try range(ReadingFilter(quantities: ["temperature"]))
        #expect(found.map(\.series) == ["air_temperature", "soil_temperature"])
    }

    @Test func filter_byAnUnknownName_namesThoseKnown() throws {
        // Nothing has come yet: nothing can be said.
        _ = try query(ReadingFilter(sensors: ["ari"]))
        try fixture.append("old_temperature", milli: 1, at: start, to: kitchen)
        let day = ReadingQuery.latestSpanMilliseconds
        try fixture.append("air_temperature", milli: 1, at: start + day + 1, to: kitchen)
        #expect(throws: QueryError.unknown(kind: "sensor", "ari", known: ["air"])) {
            try query(ReadingFilter(sensors: ["ari", "air"]))
        }
        #expect(
            throws: QueryError.unknown(kind: "series", "air_temp", known: ["air_temperature"])
        ) { try query(ReadingFilter(series: ["air_temp"])) }
        #expect(throws: QueryError.unknown(kind: "quantity", "temp", known: ["temperature"])) {
            try query(ReadingFilter(quantities: ["temp"]))
        }
        // Silent for more than a day, and known all the same.
        #expect(try range(ReadingFilter(sensors: ["old"])).count == 1)
    }

    @Test func filter_withoutHealth_leavesItOutUnlessItIsNamed() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("node_uptime_s", milli: 4, at: start, to: kitchen)
        var filter = ReadingFilter()
        #expect(try range(filter).count == 2)
        filter.takesHealth = false
        #expect(try range(filter).map(\.sensor) == ["air"])
        filter.sensors = ["node"]
        #expect(try range(filter).map(\.sensor) == ["node"])
    }

    @Test func filter_byAnUnknownNode_namesThoseKnown() throws {
        #expect(throws: QueryError.unknownNode("kichen", known: ["kitchen"])) {
            try query(ReadingFilter(nodes: ["kichen"]))
        }
    }

    @Test func filter_withoutNodes_leavesOutRevokedOnes() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try NodeDirectory.revoke("kitchen", writer: fixture.writer, nowMilliseconds: start)
        #expect(try query().latest().isEmpty)
        #expect(try query().revokedLeftOut() == ["kitchen"])
        #expect(try query(ReadingFilter(nodes: ["kitchen"])).revokedLeftOut().isEmpty)
        var all = ReadingFilter()
        all.takesAllNodes = true
        #expect(try range(all).count == 1)
        #expect(try query(all).revokedLeftOut().isEmpty)
        #expect(try range(ReadingFilter(nodes: ["kitchen"])).count == 1)
    }

    @Test func pendingNode_isShownByNoFilter() throws {
        let garden = try fixture.enrol("garden", seed: 2)
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("air_temperature", milli: 2, at: start, to: garden)
        try fixture.writer.transaction { () throws(StoreError) in
            try fixture.writer.setStatus(.pending, node: garden.row, now: start)
        }
        var all = ReadingFilter()
        all.takesAllNodes = true
        for filter in [ReadingFilter(), all] {
            #expect(try range(filter).map(\.node) == ["kitchen"])
            #expect(try query(filter).latest().map(\.node) == ["kitchen"])
            var position: Int64 = 0
            #expect(try query(filter).arrivals(after: &position).map(\.node) == ["kitchen"])
        }
        #expect(throws: QueryError.pendingNode("garden")) {
            try query(ReadingFilter(nodes: ["kitchen", "garden"]))
        }
        #expect(QueryError.pendingNode("garden").description.contains("waits for confirmation"))
        #expect(throws: QueryError.unknownNode("attic", known: ["kitchen"])) {
            try query(ReadingFilter(nodes: ["attic"]))
        }
    }

    @Test func quarantinedItem_isNoReading() throws {
        try fixture.append(
            [("air_temperature", "Cel", .bool(true), 0)], at: start, to: kitchen,
            quarantined: "test")
        #expect(try range(ReadingFilter()).isEmpty)
    }

    @Test func changedSignature_isToldAsNotVerified() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.tamper(
            "UPDATE item SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB)")
        #expect(try query().latest().map(\.isVerified) == [false])
    }

    @Test func keyOfAnotherNode_doesNotVouch() throws {
        _ = try fixture.enrol("garden", seed: 2)
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.tamper(
            "UPDATE node_key SET node = (SELECT id FROM node WHERE name = 'garden')")
        #expect(try query().latest().map(\.isVerified) == [false])
    }

    @Test func damagedItem_isNamedAndTheRestIsRead() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        try fixture.append("air_temperature", milli: 2, at: start + 1, to: kitchen)
        try fixture.tamper("UPDATE item SET bytes = x'00' WHERE position = 1")
        let query = try query()
        var count = 0
        try query.forEach { _ in
            count += 1
            return true
        }
        #expect(count == 1)
        #expect(query.damaged.map(\.sequence) == [1])
    }

    @Test func arrivals_afterAPosition_areOnlyWhatIsNewOfNewNodesToo() throws {
        try fixture.append("air_temperature", milli: 1, at: start, to: kitchen)
        let query = try query()
        var position = try query.logPosition()
        #expect(try query.arrivals(after: &position).isEmpty)
        let garden = try fixture.enrol("garden", seed: 2)
        try fixture.append("air_temperature", milli: 2, at: start, to: garden)
        #expect(try query.arrivals(after: &position).map(\.node) == ["garden"])
        #expect(try query.arrivals(after: &position).isEmpty)
    }
}
