import RueWire

/// Writes JSON (RFC 8259) into bytes, number by number: an answer may have a hundred thousand.
///
/// `<`, `>` and `&` in texts are escaped too, so that nothing in a name can end the script or the
/// page that it may be put into.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether the next member or element is the first of its object or array.
    private var isFirst = true

    init(capacity: Int = 1_024) { bytes.reserveCapacity(capacity) }

    // MARK: Objects and arrays

    mutating func object(_ body: (inout JSONWriter) -> Void) {
        nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    mutating func array(_ body: (inout JSONWriter) -> Void) {
        nest(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    private mutating func nest(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void
    ) {
        separate()
        bytes.append(open)
        isFirst = true
        body(&self)
        bytes.append(close)
        isFirst = false
    }

    /// The name of the member whose value comes next; a name of our own, which needs no escapes.
    mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        isFirst = true
    }

    @inline(__always)
    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    // MARK: Values

    mutating func null() { raw("null") }

    mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    mutating func text(_ text: String?) {
        guard let text else { return null() }
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 { escape(byte) }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int64?) {
        guard let value else { return null() }
        separate()
        digits(value)
    }

    mutating func number(_ number: RangeNumber) {
        switch number {
        case .decimal(let decimal):
            separate()
            self.decimal(decimal)
        case .double(let double): self.double(double)
        }
    }

    /// The shortest text that reads back as the same number.
    mutating func double(_ value: Double) {
        separate()
        let text = value.description
        bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    mutating func value(_ value: SenMLValue) {
        switch value {
        case .decimal(let decimal): number(.decimal(decimal))
        case .double(let double): self.double(double)
        case .bool(let truth): bool(truth)
        case .text, .data: text(ValueText.plain(value))
        }
    }

    private mutating func raw(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    // MARK: Digits

    @inline(__always)
    private mutating func digits(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(value.magnitude, atLeast: 1, pointAfter: 0)
    }

    /// As `DecimalFraction.description` does, without a text.
    private mutating func decimal(_ value: DecimalFraction) {
        if value.mantissa < 0 { bytes.append(UInt8(ascii: "-")) }
        guard value.exponent < 0 else {
            digits(value.mantissa.magnitude, atLeast: 1, pointAfter: 0)
            guard value.mantissa != 0 else { return }
            for _ in 0..<value.exponent { bytes.append(UInt8(ascii: "0")) }
            return
        }
        digits(
            value.mantissa.magnitude, atLeast: 1 - value.exponent, pointAfter: -value.exponent)
    }

    /// Writes digits from the last to the first, on the stack: of the 20 that a number has at most,
    /// or the 19 of the most places, and a point.
    private mutating func digits(_ value: UInt64, atLeast least: Int, pointAfter places: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
            var start = buffer.count
            var rest = value
            var count = 0
            repeat {
                if count == places, places > 0 {
                    start -= 1
                    buffer[start] = UInt8(ascii: ".")
                }
                start -= 1
                buffer[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
                count += 1
            } while rest > 0 || count < least
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[start...]))
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(Self.hexDigit(byte >> 4))
            bytes.append(Self.hexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
