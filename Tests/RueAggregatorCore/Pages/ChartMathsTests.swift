import Testing

@testable import RueAggregatorCore

@Suite struct ChartMathsTests {
    private static func points(_ times: [Int64]) -> [ChartPoint] {
        times.map { ChartPoint(timeMilliseconds: $0, minimum: 1, mean: 2, maximum: 3) }
    }

    private static func runs(
        _ times: [Int64], bucket: Int64 = 1, interval: Int64? = nil
    ) -> [[Int64]] {
        GapRule(bucketMilliseconds: bucket, intervalMilliseconds: interval)
            .runs(points(times)).map { $0.map(\.timeMilliseconds) }
    }

    // MARK: Gaps

    @Test func steadyReadings_areOneRun() {
        #expect(Self.runs([0, 10, 20, 30, 40], interval: 10).count == 1)
    }

    @Test func stepOfThreeIntervals_isNoGapYet() {
        #expect(Self.runs([0, 10, 20, 50, 60, 70], interval: 10).count == 1)
    }

    @Test func stepOfMoreThanThree_isAGap() {
        #expect(
            Self.runs([0, 10, 20, 51, 61, 71], interval: 10) == [[0, 10, 20], [51, 61, 71]])
    }

    @Test func historyByTheMinuteThatGoesOnByTheSecond_hasNoGap() {
        let minutes = (0...20).map { Int64($0) * 60_000 }
        let seconds = (1...50).map { 1_200_000 + Int64($0) * 5_000 }
        #expect(Self.runs(minutes + seconds, interval: 5_000).count == 1)
        // By the interval of today alone, every minute of the past would be a hole.
        #expect(zip(minutes.dropFirst(), minutes).allSatisfy { $0 - $1 > 3 * 5_000 })
    }

    @Test func holeAtTheChangeOfIntervals_isAGap() {
        let minutes = (0...20).map { Int64($0) * 60_000 }
        let seconds = (1...50).map { 1_800_000 + Int64($0) * 5_000 }
        #expect(Self.runs(minutes + seconds, interval: 5_000).count == 2)
    }

    @Test func firstMinuteBeforeSeconds_isNoGapAndAHoleThereIs() {
        let seconds = (1...9).map { 120_000 + Int64($0) * 5_000 }
        #expect(Self.runs([0, 60_000, 120_000] + seconds, interval: 5_000).count == 1)
        #expect(Self.runs([-900_000] + seconds, interval: 5_000).count == 2)
    }

    @Test func pointAloneBetweenTwoHoles_standsAlone() {
        #expect(
            Self.runs([0, 10, 20, 320, 720, 730, 740], interval: 10)
                == [[0, 10, 20], [320], [720, 730, 740]])
    }

    @Test func bucketsLongerThanTheInterval_decide() {
        #expect(Self.runs([0, 600, 1_800, 2_400], bucket: 600, interval: 5).count == 1)
        #expect(Self.runs([0, 600, 2_500, 3_100], bucket: 600, interval: 5).count == 2)
    }

    @Test func fewPoints_areNoTrouble() {
        #expect(Self.runs([]).isEmpty)
        #expect(Self.runs([5]) == [[5]])
    }

    // MARK: Paths

    private static let scale = ChartScale(from: 0, to: 100, values: 0...10, width: 100, height: 100)

    @Test func line_breaksAtAGap() {
        let points = Self.points([0, 10, 90, 100])
        let path = TracePath(runs: [points[0...1], points[2...3]], scale: Self.scale)
        #expect(path.line == "M0 80L10 80M90 80L100 80")
    }

    @Test func band_reachesTheSpikeOfOneReading() {
        var points = Self.points([0, 10, 20])
        points[1] = ChartPoint(timeMilliseconds: 10, minimum: 1, mean: 2, maximum: 10)
        let path = TracePath(runs: [points[...]], scale: Self.scale)
        #expect(path.band == "M0 70L10 0L20 70L20 90L10 90L0 90z")
        // The line of means alone would hide it.
        #expect(!path.line.contains("L10 0"))
    }

    @Test func constantSeries_hasNoBand() {
        let point = ChartPoint(timeMilliseconds: 0, minimum: 2, mean: 2, maximum: 2)
        #expect(TracePath(runs: [[point]], scale: Self.scale).band.isEmpty)
    }

    @Test func pointAlone_isADot() {
        #expect(
            TracePath(runs: [Self.points([50])[...]], scale: Self.scale).line == "M50 80h0")
    }

    @Test(arguments: [(1.04, "1"), (1.06, "1.1"), (-0.2, "-0.2"), (-12.34, "-12.3"), (0, "0")])
    func lengths_haveAPlainMinusAndOnePlace(value: Double, text: String) {
        #expect(ChartScale.number(value) == text)
    }

    // MARK: Ticks

    @Test(arguments: [
        (19.3, 21.9, ["19", "20", "21", "22"]),
        (0, 0.9, ["−1.0", "−0.5", "0.0", "0.5", "1.0", "1.5"]),
        (-19.8, 22.1, ["−20", "−10", "0", "10", "20", "30"]),
        (20.1, 24.4, ["20", "21", "22", "23", "24", "25"]),
        (998, 1_021, ["995", "1000", "1005", "1010", "1015", "1020", "1025"]),
    ])
    func valueTicks_areRoundAndCoverTheValues(low: Double, high: Double, labels: [String]) {
        let ticks = ValueTicks(covering: low...high, least: 2)
        #expect(ticks.values.map(ticks.label) == labels)
        #expect(ticks.range.lowerBound <= low && ticks.range.upperBound >= high)
    }

    @Test func valueTicks_ofOneValue_showTheLeastSpan() {
        let ticks = ValueTicks(covering: 21...21, least: 2)
        #expect(ticks.range.upperBound - ticks.range.lowerBound >= 2)
        #expect(ticks.values.map(ticks.label) == ["20.0", "20.5", "21.0", "21.5", "22.0"])
    }

    @Test func timeTicks_ofADay_areFullHoursOfTheClock() {
        let ticks = TimeTicks.ticks(
            from: PageFixture.now - 86_400_000, to: PageFixture.now,
            zone: .fixed(seconds: 3_600, name: "CET"))
        #expect(
            ticks.map(\.label) == [
                "15:00", "18:00", "21:00", "20\u{A0}Nov", "03:00", "06:00", "09:00", "12:00",
            ])
        #expect(ticks.filter(\.isMajor).map(\.label) == ["20\u{A0}Nov"])
    }

    @Test func timeTicks_overAChangeOfTheClock_stayOnFullHours() {
        // 2026-10-25T01:00Z: the clock goes back from 3 to 2.
        let change: Int64 = 1_792_890_000
        let zone = ServerZone { $0 < change ? (7_200, "CEST") : (3_600, "CET") }
        let ticks = TimeTicks.ticks(
            from: (change - 43_200) * 1_000, to: (change + 43_200) * 1_000, zone: zone)
        #expect(!ticks.isEmpty)
        for tick in ticks {
            #expect(zone.local(milliseconds: tick.timeMilliseconds).minute == 0)
            #expect(zone.local(milliseconds: tick.timeMilliseconds).hour % 3 == 0)
        }
    }

    @Test func timeTicks_ofAYear_areMonths() {
        let ticks = TimeTicks.ticks(
            from: PageFixture.now - 365 * 86_400_000, to: PageFixture.now,
            zone: .fixed(seconds: 0, name: "UTC"))
        #expect(ticks.count == 12)
        #expect(ticks.map(\.label).first == "Dec")
        #expect(ticks.filter(\.isMajor).map(\.label) == ["2026"])
    }

    @Test(arguments: ChartSpan.allCases)
    func window_endsAfterNowOnAWholeBucket(span: ChartSpan) {
        let window = span.window(nowMilliseconds: PageFixture.now)
        #expect(window.to > PageFixture.now)
        #expect(window.to - PageFixture.now <= span.bucketMilliseconds)
        #expect(window.from % span.bucketMilliseconds == 0)
        #expect(window.to - window.from == span.milliseconds)
    }

    // MARK: Trends

    private static func trend(_ values: [(minutes: Int64, mean: Double)]) -> Trend? {
        let points = values.map {
            ChartPoint(
                timeMilliseconds: $0.minutes * 60_000, minimum: $0.mean, mean: $0.mean,
                maximum: $0.mean)
        }
        return Trend(points, style: .temperature)
    }

    @Test func trend_isJudgedOverAnHour() {
        #expect(Self.trend([(0, 20), (60, 20.3)]) == .rising)
        #expect(Self.trend([(0, 20), (60, 19.7)]) == .falling)
        #expect(Self.trend([(0, 20), (30, 25), (60, 20.2)]) == .steady)
    }

    @Test func trend_withNothingToCompare_isNone() {
        #expect(Self.trend([]) == nil)
        #expect(Self.trend([(60, 20)]) == nil)
        #expect(Self.trend([(0, 20), (300, 25)]) == nil)
    }
}
