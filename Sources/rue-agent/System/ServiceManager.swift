internal import CRueSystem

/// What systemd is told, where the program runs under it.
struct ServiceManager {
    private let watchdogMilliseconds: UInt64
    private var nextWatchdog: UInt64 = 0

    init() {
        watchdogMilliseconds = rue_service_watchdog_us() / 1000
    }

    func tell(_ state: String) {
        _ = rue_service_notify(state)
    }

    /// The uptime at which a sign of life is due; nil without a watchdog.
    var deadline: UInt64? { watchdogMilliseconds == 0 ? nil : nextWatchdog }

    /// Gives a sign of life when it is due.
    mutating func showLife(at now: UInt64) {
        if watchdogMilliseconds == 0 || now < nextWatchdog { return }
        tell("WATCHDOG=1")
        nextWatchdog = now + max(1, watchdogMilliseconds / 2)
    }
}
