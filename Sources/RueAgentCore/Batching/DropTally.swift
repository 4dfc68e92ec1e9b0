/// Readings that had to be given up, and the span that they covered.
public struct DropTally: Equatable, Sendable {
    /// How many.
    public private(set) var count: UInt64

    /// The uptime of the first, in milliseconds.
    public private(set) var firstUptimeMilliseconds: UInt64

    /// The uptime of the last, in milliseconds.
    public private(set) var lastUptimeMilliseconds: UInt64

    init(uptimeMilliseconds: UInt64) {
        count = 1
        firstUptimeMilliseconds = uptimeMilliseconds
        lastUptimeMilliseconds = uptimeMilliseconds
    }

    mutating func add(uptimeMilliseconds: UInt64) {
        count += 1
        firstUptimeMilliseconds = min(firstUptimeMilliseconds, uptimeMilliseconds)
        lastUptimeMilliseconds = max(lastUptimeMilliseconds, uptimeMilliseconds)
    }

    /// From the first to the last, in milliseconds.
    public var spanMilliseconds: UInt64 { lastUptimeMilliseconds - firstUptimeMilliseconds }
}
