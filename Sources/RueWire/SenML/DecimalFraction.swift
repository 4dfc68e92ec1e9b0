/// A decimal number held exactly: mantissa × 10^exponent (RFC 8949 §3.4.4).
///
/// Two fractions are equal when mantissa and exponent are; compare ``normalised`` ones to compare
/// values.
public struct DecimalFraction: Hashable, Sendable {
    /// The exponents that records may have.
    public static let exponents = -18...18

    /// The digits.
    public let mantissa: Int64
    /// The power of ten, −18…18.
    public let exponent: Int

    /// Makes a decimal number.
    ///
    /// - Parameters:
    ///   - mantissa: the digits.
    ///   - exponent: the power of ten; nil results from any outside −18…18.
    public init?(mantissa: Int64, exponent: Int) {
        guard DecimalFraction.exponents.contains(exponent) else { return nil }
        self.init(uncheckedMantissa: mantissa, exponent: exponent)
    }

    /// Makes a decimal number from thousandths.
    ///
    /// - Parameter milli: the number times 1,000.
    public init(milli: Int64) { self.init(uncheckedMantissa: milli, exponent: -3) }

    /// Makes an integer.
    ///
    /// - Parameter integer: the number.
    public init(integer: Int64) { self.init(uncheckedMantissa: integer, exponent: 0) }

    init(uncheckedMantissa mantissa: Int64, exponent: Int) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    /// The same value in its only normal form: an integer (exponent 0) where it is one below 2⁵³,
    /// else without trailing zeros.
    public var normalised: DecimalFraction {
        guard mantissa != 0 else { return DecimalFraction(integer: 0) }
        var digits = mantissa
        var power = exponent
        while power < 18, digits % 10 == 0 {
            digits /= 10
            power += 1
        }
        let stripped = DecimalFraction(uncheckedMantissa: digits, exponent: power)
        return stripped.integerBelow2To53 ?? stripped
    }

    private var integerBelow2To53: DecimalFraction? {
        guard exponent >= 0 else { return nil }
        var value = mantissa
        for _ in 0..<exponent {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return value.magnitude < 1 << 53 ? DecimalFraction(integer: value) : nil
    }

    /// The nearest double, or one next to it when there are more than 15 digits.
    public var doubleValue: Double {
        exponent < 0
            ? Double(mantissa) / DecimalFraction.powers[-exponent]
            : Double(mantissa) * DecimalFraction.powers[exponent]
    }

    // Each of these is exact.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18,
    ]

    /// The exact sum.
    ///
    /// - Parameter other: what to add.
    /// - Returns: the sum, with the smaller of the two exponents; nil when it has too many digits.
    public func adding(_ other: DecimalFraction) -> DecimalFraction? {
        let power = Swift.min(exponent, other.exponent)
        guard let first = digits(atExponent: power), let second = other.digits(atExponent: power)
        else { return nil }
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? nil : DecimalFraction(uncheckedMantissa: sum, exponent: power)
    }

    /// The mantissa for a smaller exponent; nil when it does not fit.
    private func digits(atExponent power: Int) -> Int64? {
        var digits = mantissa
        for _ in power..<exponent {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            digits = product
        }
        return digits
    }

    /// The value times 10^places as an integer, rounded half away from zero.
    ///
    /// - Parameter places: how many decimal places to keep, 0…18.
    /// - Returns: the integer; nil when it does not fit.
    public func scaled(places: Int) -> Int64? {
        let shift = exponent + places
        var value = mantissa
        if shift >= 0 {
            for _ in 0..<shift {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                guard !overflow else { return nil }
                value = product
            }
            return value
        }
        guard shift >= -18 else { return 0 }
        let divisor = DecimalFraction.integerPower(-shift)
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else {
            return quotient
        }
        return value < 0 ? quotient - 1 : quotient + 1
    }

    private static func integerPower(_ exponent: Int) -> Int64 {
        var power: Int64 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
