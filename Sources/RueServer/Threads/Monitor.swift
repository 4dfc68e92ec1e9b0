internal import CEvent
import Glibc

/// A lock with a condition, for what several threads share.
///
/// POSIX's own rather than `Synchronization.Mutex`, whose locking the thread sanitizer cannot see:
/// it reports races where there are none.
///
/// `@unchecked Sendable`: a POSIX mutex and condition may be used from every thread; they lie at
/// fixed addresses.
public final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Milliseconds of the clock that ``wait(milliseconds:)`` goes by; it is never set.
    public static var now: UInt64 { rue_monotonic_ms() }

    /// An open lock.
    public init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Waiting is not to depend on what NTP does to the wall clock.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs something while no other thread is inside.
    ///
    /// - Parameter body: what to run; it must not call `locked` again.
    /// - Returns: what it returned.
    public func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Wakes one that waits.
    public func signal() { pthread_cond_signal(condition) }

    /// Wakes all that wait.
    public func broadcast() { pthread_cond_broadcast(condition) }

    /// Waits inside `locked` for a signal.
    ///
    /// - Parameter milliseconds: how long at most.
    public func wait(milliseconds: Int) {
        var until = timespec()
        clock_gettime(CLOCK_MONOTONIC, &until)
        until.tv_sec += milliseconds / 1_000
        until.tv_nsec += (milliseconds % 1_000) * 1_000_000
        if until.tv_nsec >= 1_000_000_000 {
            until.tv_sec += 1
            until.tv_nsec -= 1_000_000_000
        }
        pthread_cond_timedwait(condition, mutex, &until)
    }
}
