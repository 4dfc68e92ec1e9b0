/// A moment as a person names it: a date, or so long before now.
public enum TimeExpression {
    /// What `parse` understands, for an error message.
    public static let expected = "a time like 2026-11-20T09:30Z, -24h, -30m, -7d or now"

    /// Reads `now`, a span before now (`-90s`, `-30m`, `-24h`, `-7d`, `-2w`), or what
    /// `UTCTime.parse` reads.
    ///
    /// - Parameters:
    ///   - text: what was typed.
    ///   - now: the present, in milliseconds since 1970.
    /// - Returns: milliseconds since 1970, or nil when it is no time.
    public static func parse(_ text: String, nowMilliseconds now: Int64) -> Int64? {
        if text == "now" { return now }
        guard text.hasPrefix("-") else { return UTCTime.parse(text) }
        guard let span = parseSpan(text.dropFirst()) else { return nil }
        let (moment, overflows) = now.subtractingReportingOverflow(span)
        return overflows ? nil : moment
    }

    /// Reads a length of time: `90s`, `30m`, `24h`, `7d`, `2w`.
    ///
    /// - Parameter text: what was typed.
    /// - Returns: milliseconds, or nil when it is none.
    public static func parseSpan(_ text: some StringProtocol) -> Int64? {
        guard let unit = text.last, let milliseconds = millisecondsByUnit[unit],
            text.dropLast().isDigits, let count = Int64(text.dropLast())
        else { return nil }
        let (span, overflows) = count.multipliedReportingOverflow(by: milliseconds)
        return overflows ? nil : span
    }

    /// What is missing in a date that looks like one: `a month from 01 to 12`.
    ///
    /// - Parameter text: what `parse` did not take.
    /// - Returns: nil where nothing so exact can be said.
    public static func fault(in text: String) -> String? {
        var reader = DigitReader(text)
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2),
            reader.take("-"), let day = reader.digits(2)
        else { return nil }
        guard (1...12).contains(month) else { return "a month from 01 to 12" }
        guard CivilDate(year: year, month: month, day: day) == nil else { return nil }
        return "a day of that month"
    }

    private static let millisecondsByUnit: [Character: Int64] = [
        "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
    ]
}
