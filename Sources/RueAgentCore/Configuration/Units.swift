/// The units that numbers may carry in a configuration or on a command line.
public enum Units {
    static let time: [(name: String, factor: Int64)] = [
        ("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000),
    ]

    static let size: [(name: String, factor: Int64)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ]

    /// A time as one would write it in a configuration.
    ///
    /// - Parameter milliseconds: the time.
    /// - Returns: such as `90s`, in the largest unit that needs no fraction.
    public static func describe(_ milliseconds: Int64) -> String {
        for unit in time.reversed() where milliseconds >= unit.factor {
            if milliseconds % unit.factor == 0 {
                return "\(milliseconds / unit.factor)\(unit.name)"
            }
        }
        return "\(milliseconds)ms"
    }

    /// A whole number with its unit, times the unit's factor.
    ///
    /// - Parameters:
    ///   - text: such as `60s` or `60 s`.
    ///   - units: those that are known.
    /// - Returns: the product; nil for anything else, and when it does not fit.
    public static func parse(_ text: String, units: [(name: String, factor: Int64)]) -> Int64? {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard let value = Int64(String(Substring(digits))) else { return nil }
        var unit = Substring(text.utf8.dropFirst(digits.count))
        if unit.hasPrefix(" ") { unit = unit.dropFirst() }
        guard let factor = units.first(where: { $0.name == unit })?.factor else { return nil }
        let (product, overflows) = value.multipliedReportingOverflow(by: factor)
        return overflows ? nil : product
    }
}

extension YAMLNode {
    /// A plain scalar's whole number, decimal or hexadecimal (0x…).
    var integer: Int64? {
        guard case .scalar(let text, let isPlain) = content, isPlain else { return nil }
        if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16) }
        return Int64(text)
    }

    /// A scalar's whole number with one of some units, times the unit's factor; nil also
    /// when the product does not fit.
    func number(units: [(name: String, factor: Int64)]) -> Int64? {
        text.flatMap { Units.parse($0, units: units) }
    }
}
