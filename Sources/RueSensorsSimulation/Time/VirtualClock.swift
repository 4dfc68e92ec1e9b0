public import RueSensors

/// A clock that stands still until it is told to go on, so that a simulated year takes seconds and
/// every run is the same. Sleeping moves it.
public final class VirtualClock: SensorClock {
    /// Microseconds since the clock was made.
    public private(set) var monotonicMicroseconds: UInt64 = 0
    /// Every sleep so far, in microseconds, if ``recordsSleeps`` was on.
    public private(set) var recordedSleeps: [UInt64] = []
    /// Whether sleeps are kept in ``recordedSleeps``; off, because a year of them is long.
    public var recordsSleeps = false

    private var utcOffsetMilliseconds: Int64

    /// Makes a clock.
    ///
    /// - Parameter utcMilliseconds: the time of day that it starts with, in milliseconds since
    ///   1970.
    public init(utcMilliseconds: Int64 = 0) {
        utcOffsetMilliseconds = utcMilliseconds
    }

    /// The time of day, in milliseconds since 1970-01-01 UTC.
    public var utcMilliseconds: Int64 {
        utcOffsetMilliseconds + Int64(monotonicMicroseconds / 1000)
    }

    /// Lets time pass.
    ///
    /// - Parameter microseconds: how much.
    public func advance(microseconds: UInt64) { monotonicMicroseconds += microseconds }

    /// Lets time pass.
    ///
    /// - Parameter milliseconds: how much.
    public func advance(milliseconds: UInt64) { advance(microseconds: milliseconds * 1000) }

    /// Moves the time of day only, as setting a clock does; monotonic time is not touched.
    ///
    /// - Parameter milliseconds: how far; may be negative.
    public func jumpUTC(milliseconds: Int64) { utcOffsetMilliseconds += milliseconds }

    /// Returns at once, the clock having moved on.
    ///
    /// - Parameter microseconds: how long to pretend.
    public func sleep(microseconds: UInt64) {
        if recordsSleeps { recordedSleeps.append(microseconds) }
        advance(microseconds: microseconds)
    }
}
