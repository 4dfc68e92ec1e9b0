import Glibc

/// Clocks of processor time, in nanoseconds.
enum ProcessorTime {
    /// Of another process, all its threads, user and kernel mode.
    static func process(_ identifier: Int32) throws -> Int64 {
        var clock = clockid_t()
        guard clock_getcpuclockid(identifier, &clock) == 0 else {
            throw BenchError("process \(identifier) has ended")
        }
        return nanoseconds(of: clock)
    }

    /// Of the calling thread.
    static var thread: Int64 { nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) }

    /// Not of a processor, but on the wall: for rates.
    static var wall: Int64 { nanoseconds(of: CLOCK_MONOTONIC) }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
