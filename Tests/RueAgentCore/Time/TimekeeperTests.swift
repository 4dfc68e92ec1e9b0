import RueWire
import Testing

@testable import RueAgentCore

@Suite struct TimekeeperTests {
    private let epoch = Timekeeper.earliestMilliseconds

    @Test func time_systemClockUnset_isUnknown() {
        let time = Timekeeper().time(uptimeMilliseconds: 5, systemMilliseconds: epoch - 1)
        #expect(time == NodeTime(uptimeMilliseconds: 5, utcMilliseconds: nil))
    }

    @Test func time_systemClockSet_isTaken() {
        let time = Timekeeper().time(uptimeMilliseconds: 5, systemMilliseconds: epoch)
        #expect(time.utcMilliseconds == epoch)
    }

    @Test func time_learntFromServer_runsOnWithTheUptime() {
        var keeper = Timekeeper()
        keeper.learn(utcMilliseconds: epoch + 1000, at: 400)
        let time = keeper.time(uptimeMilliseconds: 500, systemMilliseconds: 0)
        #expect(time.utcMilliseconds == epoch + 1100)
    }

    @Test func time_systemClockSetLater_isPreferred() {
        var keeper = Timekeeper()
        keeper.learn(utcMilliseconds: epoch + 1000, at: 400)
        let time = keeper.time(uptimeMilliseconds: 500, systemMilliseconds: epoch + 7)
        #expect(time.utcMilliseconds == epoch + 7)
    }

    @Test func learn_fromServerWithoutClock_isIgnored() {
        var keeper = Timekeeper()
        keeper.learn(utcMilliseconds: 1000, at: 400)
        #expect(keeper.time(uptimeMilliseconds: 500, systemMilliseconds: 0).utcMilliseconds == nil)
    }

    @Test func serverTime_afterTheYear9999_isIgnored() {
        var keeper = Timekeeper()
        keeper.learn(utcMilliseconds: WireLimits.largestInteger, at: 5)
        #expect(keeper.time(uptimeMilliseconds: 9, systemMilliseconds: 0).utcMilliseconds == nil)
    }

    /// A node that was off for an hour, with the clock that it saved.
    private func keeperWithStaleClock(isSynchronised: Bool = false) -> Timekeeper {
        var keeper = Timekeeper()
        keeper.learn(utcMilliseconds: epoch + 3_600_000, at: 0)
        let isStale = keeper.compare(
            systemMilliseconds: epoch + 500, isSynchronised: isSynchronised, at: 500)
        #expect(isStale == !isSynchronised)
        return keeper
    }

    private func utc(_ keeper: Timekeeper, uptime: UInt64, system: UInt64) -> UInt64? {
        keeper.time(uptimeMilliseconds: uptime, systemMilliseconds: system).utcMilliseconds
    }

    @Test func systemClock_thatIsStale_isLeftAside_untilItIsSet() {
        let keeper = keeperWithStaleClock()
        #expect(utc(keeper, uptime: 9000, system: epoch + 9100) == epoch + 3_609_000)
        #expect(utc(keeper, uptime: 9000, system: epoch + 3_609_007) == epoch + 3_609_007)
    }

    @Test func systemClock_thatNTPKeeps_isTakenAgainstTheServers() {
        let keeper = keeperWithStaleClock(isSynchronised: true)
        #expect(utc(keeper, uptime: 9000, system: epoch + 9100) == epoch + 9100)
    }

    @Test func systemClock_thatIsAboutTheServers_isTaken() {
        var keeper = Timekeeper()
        keeper.learn(utcMilliseconds: epoch + 4000, at: 0)
        let isStale = keeper.compare(systemMilliseconds: epoch, isSynchronised: false, at: 0)
        #expect(!isStale)
        #expect(utc(keeper, uptime: 9, system: epoch + 9) == epoch + 9)
    }

    @Test func clocks_ofAnyNumber_areCompared() {
        for system in [0, .max, epoch] {
            var keeper = Timekeeper()
            keeper.learn(utcMilliseconds: epoch, at: 1)
            keeper.compare(systemMilliseconds: system, isSynchronised: false, at: 1)
            for other in [0, .max, epoch] {
                let time = keeper.time(uptimeMilliseconds: 1 << 40, systemMilliseconds: other)
                #expect(time.utcMilliseconds != nil)
            }
        }
    }
}
