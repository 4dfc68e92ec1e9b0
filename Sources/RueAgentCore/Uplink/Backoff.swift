internal import RueWire

/// How long to wait after failures: twice as long each time up to a limit, and never quite the
/// same, so that nodes which lost their server together do not come back together.
public struct Backoff: Equatable, Sendable {
    static let hourMilliseconds: UInt64 = 3_600_000

    private let longestMilliseconds: UInt64

    /// Failures since the last success.
    private(set) var failures = 0

    /// The uptime in milliseconds before which nothing is tried; 0 when nothing waits for it.
    public private(set) var until: UInt64 = 0

    /// Nothing has failed yet.
    /// - Parameter longestMilliseconds: the longest wait; five minutes by default.
    public init(longestMilliseconds: UInt64 = 300_000) {
        self.longestMilliseconds = longestMilliseconds
    }

    mutating func succeed() {
        failures = 0
        until = 0
    }

    /// Waits after a failure: half of the step at least, the rest by chance. The first step is a
    /// second.
    /// - Parameters:
    ///   - now: the uptime in milliseconds.
    ///   - chance: a random number.
    ///   - seconds: the least wait, where the server asked for one; an hour at most.
    public mutating func fail(at now: UInt64, chance: UInt64, atLeast seconds: UInt64? = nil) {
        failures += 1
        let step = min(longestMilliseconds, 1000 << UInt64(min(failures - 1, 10)))
        let wait = step / 2 + chance % (step / 2 + 1)
        // Limited before it is multiplied: the server may ask for any number of seconds.
        let asked = min(seconds ?? 0, Self.hourMilliseconds / 1000) * 1000
        until = now + max(wait, asked)
    }

    /// A random number for the spread of retries.
    /// - Parameter random: where from.
    /// - Returns: the number; 0 when the system has none.
    public static func chance(_ random: any Randomness) -> UInt64 {
        guard let bytes = random.nonce()?.bytes else { return 0 }
        return bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Waits without a failure.
    mutating func pause(until uptime: UInt64) {
        until = uptime
    }

    /// Ends a wait; the failures count on.
    public mutating func end() {
        until = 0
    }

    /// Waits an hour: what was refused would be refused again.
    mutating func rest(at now: UInt64) {
        failures += 1
        until = now + Self.hourMilliseconds
    }
}
