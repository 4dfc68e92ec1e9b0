import RueWire

/// A SenML pack in CBOR (RFC 8428 §6) as an array of indefinite length, so that it can be written
/// before it is known how many records there are.
///
/// A record without a known time is left out: SenML would take it for one made now.
public struct SenMLCBORFormat: ReadingFormat {
    /// Ready to begin.
    public init() {}

    /// An array of indefinite length (RFC 8949 §3.2.2).
    ///
    /// - Returns: one byte.
    public mutating func begin() -> [UInt8] { [0x9F] }

    /// One record, with SenML's integer labels (RFC 8428 §6).
    ///
    /// - Parameters:
    ///   - reading: what to write.
    ///   - nowMilliseconds: not used.
    /// - Returns: the record; empty without a time.
    public mutating func row(_ reading: StoredReading, nowMilliseconds: Int64) -> [UInt8] {
        guard let time = reading.timeMilliseconds else { return [] }
        var encoder = CBOREncoder()
        encoder.map(count: reading.unit == nil ? 3 : 4)
        encoder.unsigned(0)
        encoder.text(reading.name)
        if let unit = reading.unit {
            encoder.unsigned(1)
            encoder.text(unit)
        }
        Self.append(reading.value, to: &encoder)
        encoder.unsigned(6)
        Self.append(DecimalFraction(milli: time), to: &encoder)
        return encoder.bytes
    }

    /// The break that ends the array.
    ///
    /// - Returns: one byte.
    public mutating func end() -> [UInt8] { [0xFF] }

    private static func append(_ value: SenMLValue, to encoder: inout CBOREncoder) {
        switch value {
        case .decimal(let decimal):
            encoder.unsigned(2)
            append(decimal, to: &encoder)
        case .double(let double):
            encoder.unsigned(2)
            encoder.double(double)
        case .text(let text):
            encoder.unsigned(3)
            encoder.text(text)
        case .bool(let bool):
            encoder.unsigned(4)
            encoder.bool(bool)
        case .data(let bytes):
            encoder.unsigned(8)
            encoder.byteString(bytes)
        }
    }

    /// A whole number where it is one, else tag 4 (RFC 8949 §3.4.4).
    private static func append(_ decimal: DecimalFraction, to encoder: inout CBOREncoder) {
        let value = decimal.normalised
        if value.exponent == 0 {
            encoder.integer(value.mantissa)
        } else {
            encoder.tag(4)
            encoder.array(count: 2)
            encoder.integer(Int64(value.exponent))
            encoder.integer(value.mantissa)
        }
    }
}
