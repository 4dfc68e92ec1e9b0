/// Logarithm and exponential in integers, for targets without a floating-point unit or libm.
/// Numbers have 32 fractional bits ("Q32").
enum FixedPoint {
    static let one: Int64 = 1 << 32
    /// The natural logarithm of 2.
    private static let ln2: Int64 = 2_977_044_472

    /// The natural logarithm of a positive integer, to 5·10⁻⁹.
    static func logarithm(of value: Int64) -> Int64 {
        // The mantissa, brought to [√½, √2), where the series below needs seven terms only.
        var exponent = Int64(63 - value.leadingZeroBitCount)
        var mantissa = exponent <= 32 ? value << (32 - exponent) : value >> (exponent - 32)
        if mantissa > 6_074_000_999 {
            mantissa >>= 1
            exponent += 1
        }
        let ratio = ((mantissa - one) << 30) / ((mantissa + one) >> 2)
        return exponent * ln2 + 2 * inverseHyperbolicTangent(ratio)
    }

    /// Half of the logarithm of (1 + z) / (1 − z), for |z| below 0.2.
    static func inverseHyperbolicTangent(_ z: Int64) -> Int64 {
        let square = product(z, z)
        var power = z
        var sum = z
        for divisor in stride(from: Int64(3), through: 15, by: 2) {
            power = product(power, square)
            sum += power / divisor
        }
        return sum
    }

    /// `factor` times the exponential of an exponent, rounded, to 4·10⁻⁹ of the result; that and
    /// `factor` must stay below 2³⁰.
    static func exponential(_ exponent: Int64, times factor: Int64) -> Int64 {
        let (binary, rest) = split(exponent)
        let scaled = factor * series(rest)
        let shift = 32 - binary
        return (scaled + (1 << (shift - 1))) >> shift
    }

    /// An exponent as a power of two and what remains, within ±½·ln 2.
    private static func split(_ exponent: Int64) -> (binary: Int64, rest: Int64) {
        let binary = (exponent + (exponent < 0 ? -ln2 : ln2) / 2) / ln2
        return (binary, exponent - binary * ln2)
    }

    private static func series(_ x: Int64) -> Int64 {
        var term = one
        var sum = one
        for index in Int64(1)...10 {
            term = product(term, x) / index
            sum += term
        }
        return sum
    }

    /// Rounded, because a shift alone would pull every term towards −∞.
    private static func product(_ a: Int64, _ b: Int64) -> Int64 { (a * b + one / 2) >> 32 }

    /// A quotient rounded to the nearest integer; the divisor is positive.
    static func rounded(_ dividend: Int64, over divisor: Int64) -> Int64 {
        (dividend + (dividend < 0 ? -divisor : divisor) / 2) / divisor
    }
}
