/// Times in milliseconds since 1970 as text of RFC 3339, always in UTC.
public enum UTCTime {
    private static let millisecondsADay: Int64 = 86_400_000

    /// Writes a time, `2026-11-20T09:30:00.250Z`.
    ///
    /// - Parameter milliseconds: since 1970, in UTC; before the year 1 or after 9999 the text has
    ///   no four-digit year.
    /// - Returns: 24 characters.
    public static func text(milliseconds: Int64) -> String {
        let (days, ofDay) = floorDivide(milliseconds, by: millisecondsADay)
        let date = CivilDate(daysSince1970: Int(days))
        let day = padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
        let second = ofDay / 1_000
        return day + "T" + padded(Int(second / 3_600), 2) + ":" + padded(Int(second / 60 % 60), 2)
            + ":" + padded(Int(second % 60), 2) + "." + padded(Int(ofDay % 1_000), 3) + "Z"
    }

    /// Reads a date, or a date and a time of day: `2026-11-20`, `2026-11-20T09:30`,
    /// `2026-11-20 09:30:00.25+01:00`. Without a zone it is UTC.
    ///
    /// - Parameter text: what was typed.
    /// - Returns: milliseconds since 1970, or nil when it is no such text.
    public static func parse(_ text: String) -> Int64? {
        var reader = DigitReader(text)
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2),
            reader.take("-"), let day = reader.digits(2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = Int64(date.daysSince1970) * millisecondsADay
        if reader.isAtEnd { return midnight }
        guard reader.take("T") || reader.take("t") || reader.take(" "),
            let ofDay = reader.timeOfDay(), let offset = reader.zoneOffset(), reader.isAtEnd
        else { return nil }
        return midnight + ofDay - offset
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let remainder = value % divisor
        return remainder < 0
            ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
