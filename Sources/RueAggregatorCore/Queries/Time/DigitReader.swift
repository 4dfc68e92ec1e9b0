/// Reads fixed-width numbers and single characters off the front of a text.
struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
        rest = ArraySlice(text.utf8)
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes the character if it comes next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly so many decimal digits.
    mutating func digits(_ count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var number = 0
        for byte in rest.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        rest.removeFirst(count)
        return number
    }

    /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`, in milliseconds; finer digits are dropped.
    mutating func timeOfDay() -> Int64? {
        guard let hour = digits(2), hour < 24, take(":"), let minute = digits(2), minute < 60
        else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard take(":") else { return Int64(milliseconds) }
        guard let second = digits(2), second < 60 else { return nil }
        milliseconds += second * 1_000
        guard take(".") else { return Int64(milliseconds) }
        guard let first = digits(1) else { return nil }
        let hundredths = digits(1)
        let thousandths = hundredths == nil ? nil : digits(1)
        while digits(1) != nil {}
        return Int64(milliseconds + first * 100 + (hundredths ?? 0) * 10 + (thousandths ?? 0))
    }

    /// `Z`, `+01:00`, or nothing for UTC; in milliseconds east of it.
    mutating func zoneOffset() -> Int64? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hour = digits(2), hour < 24, take(":"),
            let minute = digits(2), minute < 60
        else { return nil }
        let offset = Int64(hour * 60 + minute) * 60_000
        return isWest ? -offset : offset
    }
}
