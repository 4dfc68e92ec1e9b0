import RueWire

/// Numbers for people: so many decimal places, a true minus sign, no exponent.
enum NumberText {
    /// No-break space, between a number and its unit.
    static let space = "\u{A0}"
    /// What stands where there is no number.
    static let none = "–"

    /// A number rounded half away from zero.
    ///
    /// - Parameters:
    ///   - value: any number.
    ///   - places: decimal places, 0…9.
    /// - Returns: `−3.2`; `–` for what is not finite, and no sign on what rounds to zero.
    static func fixed(_ value: Double, places: Int) -> String {
        var power = 1.0
        for _ in 0..<places { power *= 10 }
        let scaled = (value * power).rounded(.toNearestOrAwayFromZero)
        guard scaled.isFinite, let digits = Int64(exactly: scaled) else {
            return value.isFinite ? "\(value)" : none
        }
        return fixed(digits, places: places)
    }

    /// A decimal fraction rounded half away from zero, without passing through a float.
    ///
    /// - Parameters:
    ///   - value: any number.
    ///   - places: decimal places, 0…9.
    /// - Returns: `1013.2`; all digits where so many do not fit.
    static func fixed(_ value: DecimalFraction, places: Int) -> String {
        guard let digits = value.scaled(places: places) else { return value.description }
        return fixed(digits, places: places)
    }

    private static func fixed(_ digits: Int64, places: Int) -> String {
        var text = String(digits.magnitude)
        if text.count <= places {
            text = String(repeating: "0", count: places + 1 - text.count) + text
        }
        let whole = text.dropLast(places)
        let number = places == 0 ? String(whole) : whole + "." + text.suffix(places)
        return digits < 0 ? "−" + number : number
    }

    /// A whole number with a thin space between thousands: `12 345`.
    static func count(_ number: some BinaryInteger) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0 && index % 3 == 0 { text = "\u{202F}" + text }
            text = String(digit) + text
        }
        return number < 0 ? "−" + text : text
    }

    /// A number with its noun: `1 room`, `2 rooms`.
    static func counted(_ number: Int, _ one: String, _ many: String) -> String {
        count(number) + space + (number == 1 ? one : many)
    }
}
