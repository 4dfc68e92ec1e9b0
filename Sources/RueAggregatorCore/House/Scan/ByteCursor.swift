import RueWire

/// Reads CBOR where it lies, without copies and without trust: what it does not expect, or what
/// goes beyond the end, makes a call return nil, and the reader of no further use.
///
/// It knows only what Rue's own nodes send; for everything else there is `CBORReader`.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    /// The next byte, not yet taken.
    @inline(__always)
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Takes the next byte when it is this one.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    /// The argument of a head of a major type.
    @inline(__always)
    mutating func head(_ majorType: UInt8) -> UInt64? {
        guard let first = next, first >> 5 == majorType else { return nil }
        offset += 1
        return argument(first & 31)
    }

    /// A byte string (2) or a text (3).
    @inline(__always)
    mutating func string(_ majorType: UInt8) -> UnsafeRawBufferPointer? {
        guard let count = head(majorType), count <= UInt64(bytes.count - offset) else { return nil }
        let start = offset
        offset += Int(count)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
    }

    @inline(__always)
    mutating func integer() -> Int64? {
        guard let first = next, first < 0x40 else { return nil }
        offset += 1
        guard let argument = argument(first & 31), let value = Int64(exactly: argument) else {
            return nil
        }
        return first < 0x20 ? value : ~value
    }

    /// An integer, a decimal fraction or a float of 64 bits.
    @inline(__always)
    mutating func number() -> RangeNumber? {
        guard let first = next else { return nil }
        if first == 0xc4 { return decimalFraction() }
        if first == 0xfb { return double() }
        guard let value = integer() else { return nil }
        return .decimal(DecimalFraction(integer: value))
    }

    private mutating func decimalFraction() -> RangeNumber? {
        offset += 1
        guard take(0x82), let exponent = integer(), exponent >= -18, exponent <= 18,
            let mantissa = integer()
        else { return nil }
        return DecimalFraction(mantissa: mantissa, exponent: Int(exponent)).map { .decimal($0) }
    }

    private mutating func double() -> RangeNumber? {
        offset += 1
        guard let bits = bigEndian(8) else { return nil }
        let value = Double(bitPattern: bits)
        return value.isFinite ? .double(value) : nil
    }

    @inline(__always)
    private mutating func argument(_ information: UInt8) -> UInt64? {
        if information < 24 { return UInt64(information) }
        guard information < 28 else { return nil }
        return bigEndian(1 << Int(information - 24))
    }

    private mutating func bigEndian(_ count: Int) -> UInt64? {
        guard count <= bytes.count - offset else { return nil }
        var value: UInt64 = 0
        for index in offset..<offset + count { value = value << 8 | UInt64(bytes[index]) }
        offset += count
        return value
    }
}
