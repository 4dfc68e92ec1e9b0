import CRueSystem
import Glibc
import Testing

@Suite struct ClockTests {
    @Test func boottime_readTwice_neverFalls() {
        let first = rue_boottime_us()
        let second = rue_boottime_us()
        #expect(second >= first)
        #expect(rue_boottime_ms() >= first / 1000)
        #expect(rue_boottime_ms() < first / 1000 + 60_000)
    }

    @Test func realtime_now_isWhatTheSystemSays() {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let expected = Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
        #expect(abs(rue_realtime_ms() - expected) < 60_000)
    }

    @Test func bootID_readTwice_isTheSameAndNotZero() {
        var first = [UInt8](repeating: 0, count: 16)
        var second = first
        #expect(rue_boot_id(&first) == 0)
        #expect(rue_boot_id(&second) == 0)
        #expect(first == second)
        #expect(first.contains { $0 != 0 })
        // The kernel's is a random UUID: version 4, variant 1.
        #expect(first[6] >> 4 == 4 && first[8] >> 6 == 2)
    }

    @Test func sleep_longerThanASecond_isRefused() {
        #expect(rue_sleep_us(1_000_001) == -EINVAL)
        let start = rue_boottime_us()
        #expect(rue_sleep_us(2000) == 0)
        #expect(rue_boottime_us() - start >= 2000)
    }
}
