/// A number as the kernel writes it in a file of industrial I/O: a sign, digits, perhaps a point and
/// more digits, a line's end.
enum IIOText {
    /// The number times ten to the power of `shift`, rounded half away from zero; nil for what is no
    /// such number, or too large.
    static func value(_ text: [UInt8], shift: Int) -> Int64? {
        var rest = text[...]
        if rest.last == newline { rest = rest.dropLast() }
        let isNegative = rest.first == minus
        if isNegative { rest = rest.dropFirst() }
        let parts = rest.split(separator: point, omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, !parts.contains(where: { $0.isEmpty }),
            parts.allSatisfy({ $0.allSatisfy(isDigit) })
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : []
        let padding = [UInt8](repeating: zero, count: max(0, shift - decimals.count))
        guard let value = number(Array(whole) + decimals.prefix(shift) + padding) else {
            return nil
        }
        let isRoundedUp = decimals.count > shift && decimals[decimals.startIndex + shift] >= five
        let magnitude = isRoundedUp ? value + 1 : value
        return isNegative ? -magnitude : magnitude
    }

    /// At most eighteen digits, which Int64 holds whatever they are.
    private static func number(_ digits: [UInt8]) -> Int64? {
        guard digits.count <= 18 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - zero) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static let newline = UInt8(ascii: "\n")
    private static let minus = UInt8(ascii: "-")
    private static let point = UInt8(ascii: ".")
    private static let zero = UInt8(ascii: "0")
    private static let five = UInt8(ascii: "5")
}
