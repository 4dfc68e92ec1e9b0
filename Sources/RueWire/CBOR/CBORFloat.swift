/// Half precision without the `Float16` type, which not every target of the node has.
enum CBORFloat {
    /// The value of half-precision bits (RFC 8949 appendix D).
    static func value(half bits: UInt16) -> Double {
        let exponent = Int(bits >> 10 & 31)
        let fraction = Double(bits & 1023)
        let magnitude: Double
        switch exponent {
        case 0: magnitude = fraction * power(-24)
        case 31: magnitude = fraction == 0 ? .infinity : .nan
        default: magnitude = (fraction + 1024) * power(exponent - 25)
        }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    /// The half-precision bits that hold exactly this value, if any do. NaN gives the quiet NaN.
    static func half(exactly value: Double) -> UInt16? {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isNaN { return 0x7e00 }
        if value == 0 { return sign }
        if value.isInfinite { return sign | 0x7c00 }
        let exponent = Int(value.bitPattern >> 52 & 2047) - 1023
        let fraction = value.bitPattern & (1 << 52 - 1)
        if exponent >= -14 && exponent <= 15 {
            guard fraction & (1 << 42 - 1) == 0 else { return nil }
            return sign | UInt16(exponent + 15) << 10 | UInt16(fraction >> 42)
        }
        guard exponent >= -24 && exponent < -14 else { return nil }
        let significand = fraction | 1 << 52
        let shift = UInt64(28 - exponent)
        guard significand & (1 << shift - 1) == 0 else { return nil }
        return sign | UInt16(significand >> shift)
    }

    /// 2 to a power within the range of normal numbers.
    private static func power(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(exponent + 1023) << 52)
    }
}
