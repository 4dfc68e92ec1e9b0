/// A number of a record, as it was sent.
enum SenMLNumber {
    case decimal(DecimalFraction)
    case double(Double)

    var doubleValue: Double {
        switch self {
        case .decimal(let value): value.doubleValue
        case .double(let value): value
        }
    }

    /// Exact where both are decimal and their sum is not too long.
    func adding(_ other: SenMLNumber) -> SenMLNumber {
        if case .decimal(let first) = self, case .decimal(let second) = other,
            let sum = first.adding(second)
        {
            return .decimal(sum)
        }
        return .double(doubleValue + other.doubleValue)
    }

    /// Seconds as microseconds, rounded; nil when they are beyond any time.
    var microseconds: Int64? {
        switch self {
        case .decimal(let value):
            return value.scaled(places: 6)
        case .double(let value):
            let scaled = value * 1e6
            guard scaled > -9e18, scaled < 9e18 else { return nil }
            return Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
        }
    }
}

extension CBORReader {
    /// Reads an integer, a decimal fraction or a finite float.
    mutating func readNumber() throws(WireError) -> SenMLNumber {
        let head = try readHead()
        switch head.majorType {
        case .unsigned, .negative:
            guard let value = Int64(exactly: head.argument) else {
                throw .numberOutOfRange(at: head.offset)
            }
            return .decimal(
                DecimalFraction(integer: head.majorType == .unsigned ? value : ~value))
        case .tag: return .decimal(try decimalFraction(taggedBy: head))
        case .simple:
            guard let value = CBORReader.float(of: head) else {
                throw .unexpectedType(at: head.offset, expected: .unsigned)
            }
            guard value.isFinite else { throw .notFinite(at: head.offset) }
            return .double(value)
        case .byteString, .text, .array, .map:
            throw .unexpectedType(at: head.offset, expected: .unsigned)
        }
    }

    private mutating func decimalFraction(
        taggedBy head: CBORHead
    ) throws(WireError) -> DecimalFraction {
        guard head.argument == 4 else { throw .unsupportedTag(head.argument, at: head.offset) }
        try readArray(count: 2)
        let exponentOffset = offset
        let exponent = try readInteger()
        guard exponent >= -18, exponent <= 18 else {
            throw .exponentOutOfRange(at: exponentOffset)
        }
        return DecimalFraction(
            uncheckedMantissa: try readInteger(), exponent: Int(exponent))
    }
}

extension CBOREncoder {
    /// Writes a decimal number in its only normal form.
    mutating func decimal(_ value: DecimalFraction) {
        let number = value.normalised
        guard number.exponent != 0 || number.mantissa.magnitude >= 1 << 53 else {
            return integer(number.mantissa)
        }
        tag(4)
        array(count: 2)
        integer(Int64(number.exponent))
        integer(number.mantissa)
    }
}
