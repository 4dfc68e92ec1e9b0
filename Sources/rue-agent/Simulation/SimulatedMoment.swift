internal import RueAgentCore
internal import RueWire

/// Moments and spans as the command line of `simulate` names them.
enum SimulatedMoment {
    private static let units: [(name: String, factor: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("min", 60_000), ("h", 3_600_000),
        ("d", 86_400_000), ("w", 604_800_000),
    ]

    /// Milliseconds since 1970 of a moment that a simulated clock can show, from 2025 on.
    static func parse(_ text: String, now: UInt64) -> UInt64? {
        guard let moment = milliseconds(text, now: now) else { return nil }
        let range = Timekeeper.earliestMilliseconds...WireLimits.largestInteger / 2
        return range.contains(moment) ? moment : nil
    }

    private static func milliseconds(_ text: String, now: UInt64) -> UInt64? {
        if text == "now" { return now }
        guard text.hasPrefix("-") else { return UInt64(text) ?? Timestamp.parse(text) }
        return span(String(text.dropFirst())).flatMap { $0 <= now ? now - $0 : nil }
    }

    /// The milliseconds of a time with its unit, such as `60s`.
    static func span(_ text: String) -> UInt64? {
        Units.parse(text, units: units).map { UInt64($0) }
    }
}
