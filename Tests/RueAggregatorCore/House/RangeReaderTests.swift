import Glibc
import RueServer
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct RangeReaderTests {
    private let fixture: StoreFixture
    private let kitchen: NodeFixture
    private let start = StoreFixture.start
    private let minute: Int64 = 60_000

    init() throws {
        fixture = try StoreFixture()
        kitchen = try fixture.enrol("kitchen", seed: 1)
    }

    private func answer(
        _ names: [String], from: Int64, to: Int64, points: Int
    ) throws -> RangeAnswer {
        let series = try names.map { try #require(SeriesID($0)) }
        return try RangeReader(reader: fixture.store.makeReader()).answer(
            RangeRequest(series: series, from: from, to: to, points: points))
    }

    /// The same by the slow way that checks every signature.
    private func oracle(_ request: RangeRequest) throws -> [[(time: Int64, text: String)]] {
        try request.series.map { id in
            let query = try ReadingQuery(
                reader: fixture.store.makeReader(),
                filter: ReadingFilter(nodes: [id.node], times: request.from...request.to))
            var found: [(Int64, String)] = []
            try query.forEach { reading in
                if reading.series == id.name, let time = reading.timeMilliseconds {
                    found.append((time, ValueText.plain(reading.value)))
                }
                return true
            }
            return found
        }
    }

    private func expectOracle(_ request: RangeRequest) throws {
        let answer = try RangeReader(reader: fixture.store.makeReader()).answer(request)
        let all = try oracle(request)
        #expect(answer.series.map(\.id) == request.series)
        for (series, readings) in zip(answer.series, all) {
            #expect(series.points.reduce(0) { $0 + $1.count } == readings.count)
            #expect(series.points.count <= request.points)
            let buckets = Dictionary(grouping: readings) { reading in
                min(
                    (reading.time - request.from) / request.bucketMilliseconds,
                    Int64(request.points - 1))
            }
            try #require(series.points.count == buckets.count)
            for (point, bucket) in zip(series.points, buckets.sorted { $0.key < $1.key }) {
                try expect(point, bucket.value)
            }
        }
    }

    private func expect(_ point: RangePoint, _ readings: [(time: Int64, text: String)]) throws {
        let values = try readings.map { try #require(Double($0.text)) }
        #expect(point.count == readings.count)
        #expect(point.timeMilliseconds == readings.map(\.time).min())
        #expect(Double(ValueText.plain(point.minimum.value)) == values.min())
        #expect(Double(ValueText.plain(point.maximum.value)) == values.max())
        let mean = values.reduce(0, +) / Double(values.count)
        // The mean has two places more than the values of its bucket.
        let places = readings.map { $0.text.split(separator: ".").dropFirst().first?.count ?? 0 }
        let rounding = 0.005 * pow(10, -Double(places.max() ?? 0))
        #expect(abs(point.mean - mean) <= rounding * 1.001 + abs(mean) * 1e-12)
        // Exactly as signed: digit for digit one of the texts.
        #expect(readings.contains { $0.text == ValueText.plain(point.minimum.value) })
        #expect(readings.contains { $0.text == ValueText.plain(point.maximum.value) })
    }

    // MARK: Against the oracle

    @Test func answer_ofRandomReadings_isThatOfTheSlowWay() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("RangeReader"))
        let garden = try fixture.enrol("garden", seed: 2)
        for batch in 0..<40 {
            let time = start + Int64(batch) * 10 * minute
            for node in [kitchen, garden] {
                let records = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                    (
                        name: "air_"
                            + ["temperature", "humidity"][Int.random(in: 0...1, using: &random)],
                        unit: "Cel" as String?,
                        value: SenMLValue.decimal(
                            DecimalFraction(milli: .random(in: -40_000...85_000, using: &random))
                                .normalised),
                        offset: Int64.random(in: 0..<10 * minute, using: &random)
                    )
                }
                try fixture.append(records, at: time, to: node)
            }
        }
        let ids = ["garden/air_humidity", "kitchen/air_temperature", "garden/air_temperature"]
        for _ in 0..<30 {
            let from = start + .random(in: -minute...400 * minute, using: &random)
            try expectOracle(
                RangeRequest(
                    series: ids.compactMap { SeriesID($0) }, from: from,
                    to: from + .random(in: 0...400 * minute, using: &random),
                    points: .random(in: 1...700, using: &random)))
        }
    }

    @Test func spike_inAYearOfReadings_isInItsBucketWhateverTheirNumber() throws {
        for hour in 0..<400 {
            let milli: Int64 = hour == 217 ? 85_000 : 21_000 + Int64(hour % 7)
            try fixture.append(
                "air_temperature", milli: milli, at: start + Int64(hour) * 60 * minute, to: kitchen)
        }
        for points in [1, 2, 10, 399, 10_000] {
            let answer = try answer(
                ["kitchen/air_temperature"], from: start, to: start + 400 * 60 * minute,
                points: points)
            let maximum = answer.series[0].points.map(\.maximum.doubleValue).max()
            #expect(maximum == 85, "\(points) points")
            // A reader that takes one reading of each bucket would miss it.
            if points < 100 {
                #expect(answer.series[0].points.map(\.minimum.doubleValue).max() != 85)
            }
        }
    }

    @Test func lastMoment_isInTheLastBucket() throws {
        for offset in [0, 49, 50, 100] as [Int64] {
            try fixture.append("air_temperature", milli: offset, at: start + offset, to: kitchen)
        }
        let answer = try answer(
            ["kitchen/air_temperature"], from: start, to: start + 100, points: 2)
        #expect(answer.bucketMilliseconds == 50)
        #expect(answer.series[0].points.map(\.timeMilliseconds) == [start, start + 50])
        #expect(answer.series[0].points.map(\.count) == [2, 2])
    }

    @Test func oneMoment_isOneBucket() throws {
        try fixture.append("air_temperature", milli: 5, at: start, to: kitchen)
        let answer = try answer(["kitchen/air_temperature"], from: start, to: start, points: 600)
        #expect(answer.bucketMilliseconds == 1)
        #expect(answer.series[0].points.map(\.count) == [1])
    }

    // MARK: Values

    @Test func values_keepEveryDigitThatWasSigned() throws {
        let values: [SenMLValue] = [
            .decimal(
                try #require(DecimalFraction(mantissa: 1_234_567_890_123_456_789, exponent: -18))),
            .decimal(
                try #require(DecimalFraction(mantissa: 1_234_567_890_123_456_788, exponent: -18))),
            .decimal(
                try #require(DecimalFraction(mantissa: 1_234_567_890_123_456_787, exponent: -18))),
        ]
        for (index, value) in values.enumerated() {
            try fixture.append(
                [("air_x", nil, value, 0)], at: start + Int64(index), to: kitchen)
        }
        let point = try #require(
            try answer(["kitchen/air_x"], from: start, to: start + 9, points: 1).series[0].points
                .first)
        #expect(ValueText.plain(point.minimum.value) == "1.234567890123456787")
        #expect(ValueText.plain(point.maximum.value) == "1.234567890123456789")
        // As doubles they are all the same.
        #expect(point.minimum.doubleValue == point.maximum.doubleValue)
    }

    @Test func decimals_ofDifferentPlaces_compareByValue() throws {
        let texts: [(Int64, Int)] = [(25, -1), (2_499, -3), (3, 0), (2_501, -3), (0, 3), (-1, 2)]
        for (index, text) in texts.enumerated() {
            let value = try #require(DecimalFraction(mantissa: text.0, exponent: text.1))
            try fixture.append(
                [("air_x", nil, .decimal(value), 0)], at: start + Int64(index), to: kitchen)
        }
        let point = try #require(
            try answer(["kitchen/air_x"], from: start, to: start + 9, points: 1).series[0].points
                .first)
        #expect(ValueText.plain(point.minimum.value) == "-100")
        #expect(ValueText.plain(point.maximum.value) == "3")
    }

    @Test func mean_isNotOneOfTheSumsErrors() throws {
        for index in 0..<10 {
            try fixture.append(
                "air_temperature", milli: index == 9 ? 200 : 100, at: start + Int64(index),
                to: kitchen)
        }
        let point = try #require(
            try answer(["kitchen/air_temperature"], from: start, to: start + 9, points: 1)
                .series[0].points.first)
        #expect(point.mean.description == "0.11")
        let naive = (Array(repeating: 0.1, count: 9) + [0.2]).reduce(0, +) / 10
        #expect(naive.description != "0.11")
    }

    @Test func mean_ofFloatsWhoseSumIsBeyondAllDoubles_isFinite() throws {
        let huge = Double.greatestFiniteMagnitude
        for (index, value) in [huge, huge, huge / 2].enumerated() {
            try fixture.append(
                [("air_temperature", "Cel", .double(value), 0)], at: start + Int64(index),
                to: kitchen)
        }
        let point = try #require(
            try answer(["kitchen/air_temperature"], from: start, to: start + 2, points: 1)
                .series[0].points.first)
        #expect((huge + huge + huge / 2).isInfinite)
        #expect((huge / 2...huge).contains(point.mean))
    }

    @Test func truthAndText_countAsNumbersAndNotAtAll() throws {
        try fixture.append(
            [
                ("door_open", nil, .bool(true), 0), ("door_open", nil, .bool(false), 1),
                ("door_open", nil, .text("ajar"), 2), ("door_open", nil, .double(0.5), 3),
            ], at: start, to: kitchen)
        let points = try answer(["kitchen/door_open"], from: start, to: start + 9, points: 1)
            .series[0].points
        #expect(points.map(\.count) == [3])
        #expect(points.first?.mean == 0.5)
    }

    @Test func unit_isThatOfTheNewestReading() throws {
        try fixture.append("air_x", milli: 1, unit: "K", at: start + 5, to: kitchen)
        try fixture.append("air_x", milli: 1, unit: "Cel", at: start, to: kitchen)
        let answer = try answer(["kitchen/air_x"], from: start, to: start + 9, points: 1)
        #expect(answer.series[0].unit == "K")
    }

    // MARK: What is left out

    @Test func items_inQuarantine_areLeftOut() throws {
        try fixture.append(
            [("air_x", nil, .bool(true), 0)], at: start, to: kitchen, quarantined: "no good")
        #expect(
            try answer(["kitchen/air_x"], from: start, to: start + 9, points: 1)
                .series[0].points.isEmpty)
    }

    @Test func readings_ofABootWhoseClockBecameKnown_haveTheirTimes() throws {
        try fixture.append("air_temperature", milli: 7_000, at: nil, to: kitchen)
        try fixture.tamper("UPDATE boot SET offset_ms = \(start)")
        try fixture.tamper(
            """
            UPDATE item SET first_ms = first_up_ms + \(start), last_ms = last_up_ms + \(start),
                first_up_ms = NULL, last_up_ms = NULL
            """)
        let request = try RangeRequest(
            series: [SeriesID(node: "kitchen", name: "air_temperature")], from: start,
            to: start + 10 * minute, points: 5)
        #expect(try oracle(request)[0].count == 1)
        try expectOracle(request)
    }

    @Test func node_thatIsRevokedPendingOrMissing_isUnknown() throws {
        for status in [NodeStatus.revoked, .pending] {
            try fixture.tamper("UPDATE node SET status = \(status.rawValue)")
            let id = SeriesID(node: "kitchen", name: "air_x")
            #expect(throws: RangeError.unknown(id)) {
                try answer([id.text], from: 0, to: 1, points: 1)
            }
        }
        #expect(throws: RangeError.unknown(SeriesID(node: "attic", name: "air_x"))) {
            try answer(["attic/air_x"], from: 0, to: 1, points: 1)
        }
    }

    @Test(arguments: [Int64.min, .max])
    func times_ofADamagedStore_areReadWithoutATrap(absurd: Int64) throws {
        try fixture.append("air_temperature", milli: 1, at: nil, to: kitchen)
        try fixture.append("air_temperature", milli: 2, at: start, to: kitchen)
        for change in [
            "UPDATE boot SET offset_ms = \(absurd)",
            "UPDATE item SET first_ms = \(absurd), last_ms = \(absurd), uncertain = 1",
            "UPDATE item SET first_ms = \(start), last_ms = \(absurd)",
            "UPDATE item SET bytes = x'd284'",
        ] {
            try fixture.tamper(change)
            _ = try answer(
                ["kitchen/air_temperature"], from: start - minute, to: start + minute, points: 9)
        }
    }

    // MARK: The request

    @Test func answer_thatNobodyWaitsFor_isGivenUpAtTheNextItem() throws {
        for index in 0..<5 {
            try fixture.append(
                "air_temperature", milli: 1, at: start + Int64(index), to: kitchen)
        }
        let asked = Locked(0)
        let reader = RangeReader(reader: try fixture.store.makeReader()) {
            asked.withLock { asked in
                asked += 1
                return asked > 2
            }
        }
        let series = try #require(SeriesID("kitchen/air_temperature"))
        let request = try RangeRequest(series: [series], from: start, to: start + 9, points: 1)
        #expect(throws: RangeError.cancelled) { try reader.answer(request) }
        #expect(asked.withLock { $0 } == 4)
    }

    @Test func request_beyondALimit_isRefused() throws {
        let id = SeriesID(node: "n", name: "s")
        func error(
            _ series: [SeriesID], _ from: Int64, _ to: Int64, _ points: Int
        ) -> RangeError? {
            do throws(RangeError) {
                _ = try RangeRequest(series: series, from: from, to: to, points: points)
                return nil
            } catch { return error }
        }
        let many = (0..<17).map { SeriesID(node: "n", name: "s\($0)") }
        #expect(error([], 0, 1, 1) == .noSeries)
        #expect(error(many, 0, 1, 1) == .tooManySeries(17))
        #expect(error(Array(many.dropLast()), 0, 1, 1) == nil)
        #expect(error([id, id], 0, 1, 1) == .repeatedSeries(id))
        #expect(error([id], 1, 0, 1) == .reversed)
        #expect(error([id], 0, 1, 0) == .points)
        #expect(error([id], 0, 1, 10_001) == .points)
        #expect(error([id], .min, .max, 1) == .tooLong)
        #expect(error([id], 0, RangeRequest.maximumSpanMilliseconds + 1, 1) == .tooLong)
        #expect(error([id], 0, RangeRequest.maximumSpanMilliseconds, 10_000) == nil)
    }

    @Test(
        arguments: [
            (0, 1, 1), (1, 600, 1), (86_400_000, 24, 3_600_000), (86_399_999, 24, 3_600_000),
            (100, 3, 34), (31_536_000_000, 8_760, 3_600_000),
        ] as [(Int64, Int, Int64)])
    func buckets_neverMoreThanAskedFor_coverAll(span: Int64, points: Int, bucket: Int64) throws {
        let request = try RangeRequest(
            series: [SeriesID(node: "n", name: "s")], from: 7, to: 7 + span, points: points)
        #expect(request.bucketMilliseconds == bucket)
        #expect(request.bucketCount <= points)
        #expect(Int64(request.bucketCount) * bucket >= span)
    }
}
