import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct StalenessTests {
    @Test(
        arguments: [
            (nil, nil, 30_000), (1_000, 1_000, 30_000), (5_000, 5_000, 30_000),
            (5_000, 5_001, 30_003), (60_000, 300_000, 1_080_000), (Int64.max, 1, Int64.max),
        ] as [(Int64?, Int64?, Int64)])
    func staleAfter_isThreeTimesWhatAValueMayTake(own: Int64?, node: Int64?, expected: Int64) {
        #expect(Staleness.staleAfter(interval: own, nodeInterval: node) == expected)
    }

    @Test(
        arguments: [
            (nil, .waiting), (1_000_000, .live), (970_000, .live), (969_999, .silent),
            (1_000_001, .live),
        ] as [(Int64?, NodeCondition)])
    func node_byItsNewestItem(lastSeen: Int64?, expected: NodeCondition) {
        let condition = Staleness.condition(
            lastSeen: lastSeen, silentAfter: 30_000, nowMilliseconds: 1_000_000)
        #expect(condition == expected)
    }

    private func series(at time: Int64?, received: Int64 = 0) -> SeriesState {
        SeriesState(
            id: SeriesID(node: "n", name: "air_temperature"), quantity: "temperature", unit: "Cel",
            value: .bool(true), timeMilliseconds: time, receivedMilliseconds: received,
            staleAfterMilliseconds: 30_000)
    }

    private func condition(_ series: [SeriesState], fault: Bool = false) -> SensorCondition {
        Staleness.condition(isFaultNewest: fault, series: series, nowMilliseconds: 100_000)
    }

    @Test func sensor_withAFreshValue_isFresh() {
        #expect(condition([series(at: 70_000)]) == .fresh)
        #expect(condition([series(at: 70_000), series(at: 1)]) == .fresh)
    }

    @Test func sensor_withoutAFreshValue_isStale() {
        #expect(condition([series(at: 69_999)]) == .stale)
        #expect(condition([]) == .stale)
    }

    @Test func sensor_whoseFaultIsNewest_failsHoweverFreshItsValues() {
        #expect(condition([series(at: 99_999)], fault: true) == .failing)
        #expect(condition([], fault: true) == .failing)
    }

    @Test func value_withoutATime_agesFromItsReceipt() {
        #expect(condition([series(at: nil, received: 70_000)]) == .fresh)
        #expect(condition([series(at: nil, received: 69_999)]) == .stale)
    }

    @Test func judged_later_turnsStaleAndSilentButStaysFailing() {
        let node = NodeState(
            name: "n", baseName: "b", keyWords: "-", createdMilliseconds: 0,
            lastSeenMilliseconds: 100_000, condition: .live,
            sensors: [
                SensorState(id: "air", condition: .fresh, series: [series(at: 100_000)]),
                SensorState(id: "soil", condition: .failing, series: [series(at: 100_000)]),
            ])
        let soon = node.judged(atMilliseconds: 130_000)
        #expect(soon.condition == .live)
        #expect(soon.sensors.map(\.condition) == [.fresh, .failing])
        let later = node.judged(atMilliseconds: 130_001)
        #expect(later.condition == .silent)
        #expect(later.sensors.map(\.condition) == [.stale, .failing])
    }

    @Test func interval_isTheSmallerOfTheLastTwoDifferences() {
        var estimate = IntervalEstimate()
        #expect(estimate.milliseconds == nil)
        estimate.addEarlier(9_000)
        #expect(estimate.milliseconds == 9_000)
        estimate.addEarlier(5_000)
        estimate.addEarlier(1)
        #expect(estimate.milliseconds == 5_000)
        estimate.add(3_600_000)
        #expect(estimate.milliseconds == 9_000)
        estimate.add(5_000)
        #expect(estimate.milliseconds == 5_000)
        estimate.add(0)
        estimate.add(-7)
        #expect(estimate.milliseconds == 5_000)
    }
}
