/// Times of day as RFC 3339 writes them in UTC.
public enum Timestamp {
    /// A time as `2026-01-31T12:00:00.250Z`.
    ///
    /// - Parameter milliseconds: since 1970.
    /// - Returns: the text, to the millisecond.
    public static func text(milliseconds: UInt64) -> String {
        var days = milliseconds / 86_400_000
        // The calendar repeats itself after 400 years; a number that makes no sense may be large.
        var year: UInt64 = 1970 + 400 * (days / 146_097)
        days %= 146_097
        while days >= (isLeap(year) ? 366 : 365) {
            days -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month: UInt64 = 1
        while days >= Self.days(in: month, of: year) {
            days -= Self.days(in: month, of: year)
            month += 1
        }
        let second = milliseconds / 1000 % 86_400
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(days + 1, 2) + "T"
            + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":"
            + padded(second % 60, 2) + "." + padded(milliseconds % 1000, 3) + "Z"
    }

    private static func padded(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Reads a time to the second.
    ///
    /// - Parameter text: such as `2026-01-31T12:00:00Z`, in this form alone.
    /// - Returns: milliseconds since 1970; nil for anything else.
    public static func parse(_ text: String) -> UInt64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54,
            bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x5A
        else { return nil }
        guard let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            year >= 1970, (1...12).contains(month), day >= 1, day <= days(in: month, of: year),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var total: UInt64 = 0
        for past in 1970..<year { total += isLeap(past) ? 366 : 365 }
        for past in 1..<month { total += days(in: past, of: year) }
        total += day - 1
        return (((total * 24 + hour) * 60 + minute) * 60 + second) * 1000
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - 0x30)
        }
        return value
    }

    private static func isLeap(_ year: UInt64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func days(in month: UInt64, of year: UInt64) -> UInt64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
