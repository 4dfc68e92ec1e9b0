import RueWire

extension RangeNumber: Comparable {
    /// By value: 2.50 is neither less nor greater than 2.5.
    @inline(__always)
    public static func < (left: RangeNumber, right: RangeNumber) -> Bool {
        guard case .decimal(let first) = left, case .decimal(let second) = right else {
            return left.doubleValue < right.doubleValue
        }
        guard first.exponent != second.exponent else { return first.mantissa < second.mantissa }
        return isLess(first, second)
    }

    private static func isLess(_ first: DecimalFraction, _ second: DecimalFraction) -> Bool {
        // Exact where the digits allow it; what is further apart than that differs as doubles too.
        let negated = DecimalFraction(
            mantissa: second.mantissa == .min ? .max : -second.mantissa, exponent: second.exponent)
        if let difference = negated.flatMap({ first.adding($0) }) { return difference.mantissa < 0 }
        return first.doubleValue < second.doubleValue
    }
}
