import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct VirtualClockTests {
    @Test func sleep_onVirtualClock_movesItAtOnce() {
        let clock = VirtualClock(utcMilliseconds: 1_700_000_000_000)
        clock.sleep(microseconds: 2500)
        #expect(clock.monotonicMicroseconds == 2500)
        #expect(clock.monotonicMilliseconds == 2)
        #expect(clock.utcMilliseconds == 1_700_000_000_002)
        #expect(clock.recordedSleeps.isEmpty)
    }

    @Test func jumpUTC_anyWay_leavesMonotonicTimeAlone() {
        let clock = VirtualClock(utcMilliseconds: 5000)
        clock.advance(milliseconds: 100)
        clock.jumpUTC(milliseconds: -4000)
        #expect(clock.utcMilliseconds == 1100)
        #expect(clock.monotonicMilliseconds == 100)
    }
}
