import RueSensors
import RueSensorsLinux
import Testing

@Suite struct SystemClockTests {
    @Test func sleep_aMillisecond_takesAtLeastThatLong() {
        let clock = SystemClock()
        let start = clock.monotonicMicroseconds
        clock.sleep(microseconds: 1000)
        #expect(clock.monotonicMicroseconds - start >= 1000)
    }

    @Test func time_ofTwoClocks_isOneAndNeverFalls() {
        let clocks = [SystemClock(), SystemClock()]
        var last: UInt64 = 0
        for index in 0..<1000 {
            let now = clocks[index % 2].monotonicMicroseconds
            #expect(now >= last)
            last = now
        }
    }
}
