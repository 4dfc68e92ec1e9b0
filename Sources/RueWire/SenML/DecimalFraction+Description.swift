extension DecimalFraction: CustomStringConvertible {
    /// The exact value in decimal digits, for instance `21.37`, `-0.005` or `1200`.
    public var description: String {
        let digits = "\(mantissa.magnitude)"
        let sign = mantissa < 0 ? "-" : ""
        guard exponent < 0 else {
            return mantissa == 0 ? "0" : sign + digits + zeros(exponent)
        }
        let places = -exponent
        let padded = zeros(places + 1 - digits.utf8.count) + digits
        let bytes = Array(padded.utf8)
        let point = bytes.count - places
        return sign + bytes.text(in: 0..<point) + "." + bytes.text(in: point..<bytes.count)
    }

    private func zeros(_ count: Int) -> String {
        String(repeating: "0", count: Swift.max(0, count))
    }
}
