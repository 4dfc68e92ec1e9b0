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
}
