internal import CRueSystem
public import RueSensors

/// The machine's own time since boot, time asleep included.
public final class SystemClock: SensorClock {
    /// Makes a clock; all of them show the same time.
    public init() {}

    /// Microseconds since boot (CLOCK_BOOTTIME).
    public var monotonicMicroseconds: UInt64 { rue_boottime_us() }

    /// Sleeps, through signals.
    ///
    /// - Parameter microseconds: at least how long.
    public func sleep(microseconds: UInt64) {
        var left = microseconds
        while left > 0 {
            // The system's call takes a second at most.
            let part = min(left, 1_000_000)
            _ = rue_sleep_us(UInt32(part))
            left -= part
        }
    }
}
