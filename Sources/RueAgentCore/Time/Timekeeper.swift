/// Decides what the time is, on a device without a clock of its own.
///
/// The system's clock counts as known once it shows 2025 or later, that is, once NTP or a person
/// has set it. Until then the server's time serves, as a signed answer to the node's own nonce
/// gave it. The system's clock is never set from here.
public struct Timekeeper: Sendable {
    /// 2025-01-01T00:00:00Z, before which no clock can be right.
    public static let earliestMilliseconds: UInt64 = 1_735_689_600_000

    /// 9999-12-31T23:59:59.999Z, after which the protocol has no time.
    static let latestMilliseconds: UInt64 = 253_402_300_799_999

    /// UTC at uptime 0, as learnt from the server.
    private var learntBase: UInt64?

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

    /// The time at a moment.
    /// - Parameters:
    ///   - uptimeMilliseconds: milliseconds since boot.
    ///   - systemMilliseconds: what the system's clock shows, in milliseconds since 1970.
    /// - Returns: the time, without UTC while neither clock is known.
    public func time(uptimeMilliseconds: UInt64, systemMilliseconds: UInt64) -> NodeTime {
        var utc = learntBase.map { $0 + uptimeMilliseconds }
        if systemMilliseconds >= Self.earliestMilliseconds { utc = systemMilliseconds }
        return NodeTime(uptimeMilliseconds: uptimeMilliseconds, utcMilliseconds: utc)
    }
}
