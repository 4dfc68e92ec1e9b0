/// When a service gives a sign of life to whoever watches it.
///
/// Asked for at the begin and at the end of each round of the poll loop, and nowhere else: a loop that
/// is stuck is seen. A sign is given as soon as an eighth of the time is over, so that a round that is
/// held up, by a card that writes slowly or a bus on which each transfer times out, may take seven
/// eighths of it, whatever came before it.
public struct Watchdog: Equatable, Sendable {
    private let interval: UInt64
    private var last: UInt64?

    /// A watchdog that was never given a sign.
    ///
    /// - Parameter intervalMilliseconds: within what time a sign is wanted; 0 when none is.
    public init(intervalMilliseconds: UInt64) {
        interval = intervalMilliseconds
    }

    /// The uptime in milliseconds at which the loop should wake even if it has nothing else to do: at
    /// half of the time; nil when no sign is wanted.
    public var deadline: UInt64? {
        interval == 0 ? nil : last.map { $0 + max(1, interval / 2) } ?? 0
    }

    /// Whether to give a sign now; then it counts as given.
    ///
    /// - Parameter now: the uptime in milliseconds.
    /// - Returns: true when it is time for one.
    public mutating func isDue(at now: UInt64) -> Bool {
        if interval == 0 { return false }
        if let last, now < last + max(1, interval / 8) { return false }
        last = now
        return true
    }
}
