internal import RueWire

extension DecimalFraction {
    /// The mean's decimal places where its numbers have no more.
    private static let meanPlaces = 6

    /// Compares two numbers exactly.
    /// - Parameter other: the other.
    /// - Returns: whether this one is the smaller.
    func isLess(than other: DecimalFraction) -> Bool {
        let common = min(exponent, other.exponent)
        // One of the two has that exponent already; the other overflows where it is beyond it.
        guard let own = digits(at: common) else { return mantissa < 0 }
        guard let others = other.digits(at: common) else { return other.mantissa > 0 }
        return own < others
    }

    /// The number so many times.
    /// - Parameter count: how many times.
    /// - Returns: the product; nil when it has too many digits.
    func multiplied(by count: Int64) -> DecimalFraction? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: count)
        return overflow ? nil : DecimalFraction(mantissa: product, exponent: exponent)
    }

    /// The mean of numbers with this sum, rounded half away from zero to the sixth decimal, or to
    /// the sum's own last one where it has more: on a grid that the smallest and the largest of them
    /// are on too, so that rounding never carries the mean past them.
    /// - Parameter count: how many numbers, 1 or more.
    /// - Returns: the mean.
    func mean(of count: Int64) -> DecimalFraction {
        let places = min(exponent, -Self.meanPlaces)
        let (digits, power) = digits(at: places).map { ($0, places) } ?? (mantissa, exponent)
        var (quotient, remainder) = digits.quotientAndRemainder(dividingBy: count)
        if remainder.magnitude >= count.magnitude - remainder.magnitude {
            quotient += digits < 0 ? -1 : 1
        }
        return DecimalFraction(mantissa: quotient, exponent: power) ?? self
    }

    private func digits(at power: Int) -> Int64? {
        guard let zero = DecimalFraction(mantissa: 0, exponent: power) else { return nil }
        return adding(zero)?.mantissa
    }
}
