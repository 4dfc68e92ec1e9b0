import CRueSystem

/// Tells systemd that the server lives, for as long as all of its threads in question do.
struct Watchdog {
    /// How long each has owed its sign of life at a time, in milliseconds.
    typealias Silence = (_ now: UInt64) -> UInt64

    private let allowedMilliseconds: UInt64
    private let parts: [(name: String, silence: Silence)]
    private var next: UInt64 = 0
    private var isSilenceTold = false

    /// - Parameters:
    ///   - interval: how often systemd expects a sign of life, in microseconds; 0 for never.
    ///   - parts: what has to live.
    init(interval: UInt64 = rue_service_watchdog_us(), _ parts: [(name: String, silence: Silence)])
    {
        allowedMilliseconds = interval == 0 ? 0 : max(1, interval / 2_000)
        self.parts = parts
    }

    /// How long the caller may wait before it calls again, in milliseconds.
    var pauseMilliseconds: Int32 {
        allowedMilliseconds == 0 ? 1_000 : Int32(min(1_000, max(1, allowedMilliseconds / 2)))
    }

    /// Asks all for a sign of life when it is time, and passes it on to systemd.
    mutating func showLife(at now: UInt64 = rue_boottime_ms()) {
        guard allowedMilliseconds > 0, now >= next else { return }
        next = now + allowedMilliseconds / 2
        let silent = parts.first { $0.silence(now) > allowedMilliseconds }
        if let silent {
            if !isSilenceTold {
                Log.write(
                    "no sign of life from \(silent.name): the service manager is not told either, and "
                        + "starts the server again if it lasts")
            }
        } else {
            rue_service_notify("WATCHDOG=1")
        }
        isSilenceTold = silent != nil
    }
}
