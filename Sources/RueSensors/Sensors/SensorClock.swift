/// The time as drivers need it: to know when a conversion is due, and for the few milliseconds
/// that a chip takes to wake. Never the time of day.
public protocol SensorClock: AnyObject {
    /// Microseconds since an arbitrary start; never goes back.
    var monotonicMicroseconds: UInt64 { get }

    /// Milliseconds since the same arbitrary start; a thousandth of ``monotonicMicroseconds`` unless
    /// said otherwise.
    var monotonicMilliseconds: UInt64 { get }

    /// Waits at least this long. Drivers call it for the short waits of an initialisation or of a
    /// slow wire only (at most a few milliseconds); a conversion is never slept through.
    ///
    /// - Parameter microseconds: how long.
    func sleep(microseconds: UInt64)
}

extension SensorClock {
    /// A thousandth of ``monotonicMicroseconds``.
    public var monotonicMilliseconds: UInt64 { monotonicMicroseconds / 1000 }
}
