/// Decides what the time is, on a device without a clock of its own.
///
/// The system's clock counts as known once it shows 2025 or later, that is, once NTP or a person
/// has set it. Until then the server's time serves, as a signed answer to the node's own nonce
/// gave it. A system that saves its clock when it is switched off comes up with a time of then,
/// which looks like any other: a clock that NTP does not vouch for and that is not the server's
/// does not count either, until somebody sets it. The system's clock is never set from here.
public struct Timekeeper: Sendable {
    /// 2025-01-01T00:00:00Z, before which no clock can be right.
    public static let earliestMilliseconds: UInt64 = 1_735_689_600_000

    /// 9999-12-31T23:59:59.999Z, after which the protocol has no time.
    static let latestMilliseconds: UInt64 = 253_402_300_799_999

    /// UTC at uptime 0, as learnt from the server.
    private var learntBase: UInt64?

    /// How far the system's clock was ahead of the uptime when it was found wrong.
    private var staleOffset: Int64?

    /// A timekeeper that knows nothing yet.
    public init() {}

    /// Takes the server's time.
    /// - Parameters:
    ///   - utcMilliseconds: what the server's clock showed; ignored before 2025 and after
    ///     9999, for then the server does not know the time either.
    ///   - uptimeMilliseconds: the node's uptime at that moment.
    public mutating func learn(utcMilliseconds: UInt64, at uptimeMilliseconds: UInt64) {
        guard (Self.earliestMilliseconds...Self.latestMilliseconds).contains(utcMilliseconds),
            utcMilliseconds >= uptimeMilliseconds
        else { return }
        learntBase = utcMilliseconds - uptimeMilliseconds
    }

    /// Compares the system's clock with what was learnt from the server.
    /// - Parameters:
    ///   - systemMilliseconds: what the system's clock shows.
    ///   - isSynchronised: whether NTP vouches for it; then the server's is the one that is wrong.
    ///   - uptimeMilliseconds: the node's uptime.
    /// - Returns: whether the system's clock is left aside.
    @discardableResult
    public mutating func compare(
        systemMilliseconds: UInt64, isSynchronised: Bool, at uptimeMilliseconds: UInt64
    ) -> Bool {
        staleOffset = nil
        guard let learntBase, !isSynchronised else { return false }
        let offset = Self.offset(systemMilliseconds, uptimeMilliseconds)
        // The server's time is off by the half of what it took to come.
        if (offset - Int64(learntBase)).magnitude > 5000 { staleOffset = offset }
        return staleOffset != nil
    }

    private static func offset(_ system: UInt64, _ uptime: UInt64) -> Int64 {
        Int64(min(system, latestMilliseconds)) - Int64(min(uptime, latestMilliseconds))
    }

    /// The time at a moment.
    /// - Parameters:
    ///   - uptimeMilliseconds: milliseconds since boot.
    ///   - systemMilliseconds: what the system's clock shows, in milliseconds since 1970.
    /// - Returns: the time, without UTC while neither clock is known.
    public func time(uptimeMilliseconds: UInt64, systemMilliseconds: UInt64) -> NodeTime {
        var utc = learntBase.map { $0 + uptimeMilliseconds }
        let offset = Self.offset(systemMilliseconds, uptimeMilliseconds)
        // Once it has been set, it is another clock. Until then it only drifts.
        let isStale = staleOffset.map { (offset - $0).magnitude <= 1000 } ?? false
        if systemMilliseconds >= Self.earliestMilliseconds, !isStale { utc = systemMilliseconds }
        return NodeTime(uptimeMilliseconds: uptimeMilliseconds, utcMilliseconds: utc)
    }
}
