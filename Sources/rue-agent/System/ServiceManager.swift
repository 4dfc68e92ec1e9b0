internal import CRueSystem
internal import RueAgentCore

/// What systemd is told, where the program runs under it.
struct ServiceManager {
    private var watchdog = Watchdog(intervalMilliseconds: rue_service_watchdog_us() / 1000)
    private var status = ""

    func tell(_ state: String) {
        _ = rue_service_notify(state)
    }

    /// Tells what `systemctl status` shows, when it is something else than before.
    mutating func show(_ status: String) {
        if status == self.status { return }
        self.status = status
        tell("STATUS=" + status)
    }

    /// The uptime at which a sign of life is due; nil without a watchdog.
    var deadline: UInt64? { watchdog.deadline }

    /// Gives a sign of life when it is due.
    mutating func showLife(at now: UInt64) {
        if watchdog.isDue(at: now) { tell("WATCHDOG=1") }
    }
}
