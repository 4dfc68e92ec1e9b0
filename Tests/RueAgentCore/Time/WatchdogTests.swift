import RueAgentCore
import Testing

@Suite struct WatchdogTests {
    private func signs(_ interval: UInt64, at times: [UInt64]) -> [Bool] {
        var watchdog = Watchdog(intervalMilliseconds: interval)
        return times.map { watchdog.isDue(at: $0) }
    }

    @Test func notWanted_neverIsDue() {
        #expect(Watchdog(intervalMilliseconds: 0).deadline == nil)
        #expect(signs(0, at: [0, 1_000_000]) == [false, false])
    }

    @Test func firstSign_isDueAtOnce_andTheLoopWakesForTheNext() {
        var watchdog = Watchdog(intervalMilliseconds: 120_000)
        #expect(watchdog.deadline == 0)
        let isDue = watchdog.isDue(at: 5)
        #expect(isDue)
        #expect(watchdog.deadline == 60_005)
    }

    @Test func signs_areNotGivenAtEachTurn() {
        #expect(signs(8_000, at: [0, 999, 1_000, 1_000]) == [true, false, true, false])
    }

    /// A loop that wakes every `pause`, and whose rounds take up to `block`. Naive: a sign only when
    /// half of the time is over, so that a round can begin with a sign that is almost due.
    @Test(arguments: [950 as UInt64, 1_000, 2_000, 3_999, 4_000])
    func roundsOfSevenEighths_neverTripIt(pause: UInt64) {
        let interval: UInt64 = 8_000
        let block: UInt64 = 6_900
        var (kept, naive) = (LongestSilence(), LongestSilence())
        var watchdog = Watchdog(intervalMilliseconds: interval)
        var naiveNext: UInt64 = 0
        var now: UInt64 = 0
        for round in 0..<500 {
            for isEnd in [false, true] {
                if isEnd { now += round % 7 == 3 ? block : 1 }
                if watchdog.isDue(at: now) { kept.hear(at: now) }
                if isEnd, now >= naiveNext {
                    naive.hear(at: now)
                    naiveNext = now + interval / 2
                }
            }
            now = min(now + pause, max(now, watchdog.deadline ?? .max))
        }
        #expect(kept.milliseconds < interval)
        #expect(naive.milliseconds > interval)
    }

    private struct LongestSilence {
        private var last: UInt64 = 0
        private(set) var milliseconds: UInt64 = 0

        mutating func hear(at now: UInt64) {
            milliseconds = max(milliseconds, now - last)
            last = now
        }
    }
}
