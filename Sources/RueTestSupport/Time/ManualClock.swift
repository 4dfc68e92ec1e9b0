import Foundation

/// A clock that stands still until it is told to move; usable from several threads.
///
/// `@unchecked`: every access is under `lock`.
public final class ManualClock: @unchecked Sendable {
    private let lock = NSLock()
    private var monotonic: Int64
    private var utc: Int64

    /// Starts it.
    ///
    /// - Parameters:
    ///   - monotonicMilliseconds: the time since boot.
    ///   - utcMilliseconds: the wall clock, since 1970.
    public init(
        monotonicMilliseconds: Int64 = 1_000, utcMilliseconds: Int64 = 1_767_225_600_000
    ) {
        monotonic = monotonicMilliseconds
        utc = utcMilliseconds
    }

    /// The time since boot.
    public var monotonicMilliseconds: Int64 { lock.withLock { monotonic } }

    /// The wall clock, since 1970.
    public var utcMilliseconds: Int64 { lock.withLock { utc } }

    /// Lets time pass.
    ///
    /// - Parameter milliseconds: how much.
    public func advance(milliseconds: Int64) {
        lock.withLock {
            monotonic += milliseconds
            utc += milliseconds
        }
    }

    /// Sets the wall clock alone, as NTP does.
    ///
    /// - Parameter milliseconds: the new time, since 1970.
    public func setUTC(milliseconds: Int64) {
        lock.withLock { utc = milliseconds }
    }
}
