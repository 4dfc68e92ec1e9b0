/// The value of a record: one of `v`, `vs`, `vb` and `vd`.
public enum SenMLValue: Hashable, Sendable {
    /// A number that was sent as an integer or as a decimal fraction.
    case decimal(DecimalFraction)
    /// A number that was sent as a float; finite.
    case double(Double)
    /// A text.
    case text(String)
    /// A truth value.
    case bool(Bool)
    /// Bytes.
    case data([UInt8])
}

extension SenMLValue: CustomStringConvertible {
    /// The value as a text: digits, the text itself, `true` or `false`, bytes as base64url.
    public var description: String {
        switch self {
        case .decimal(let value): value.description
        case .double(let value): "\(value)"
        case .text(let value): value
        case .bool(let value): value ? "true" : "false"
        case .data(let value): Base64URL.encode(value)
        }
    }
}
