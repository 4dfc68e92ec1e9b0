public import RueWire

/// Writes values exactly as they were signed.
public enum ValueText {
    /// A value for a table or a CSV cell: a decimal fraction digit by digit, a text as it is,
    /// bytes in base64url.
    ///
    /// - Parameter value: what was signed.
    /// - Returns: its text.
    public static func plain(_ value: SenMLValue) -> String {
        switch value {
        case .decimal(let decimal): decimal.description
        case .double(let double): number(double)
        case .text(let text): text
        case .bool(let bool): bool ? "true" : "false"
        case .data(let bytes): Base64URL.encode(bytes)
        }
    }

    /// A value as JSON (RFC 8259): numbers keep every digit.
    ///
    /// - Parameter value: what was signed.
    /// - Returns: JSON text.
    public static func json(_ value: SenMLValue) -> String {
        switch value {
        case .decimal, .double, .bool: plain(value)
        case .text, .data: JSONText.string(plain(value))
        }
    }

    /// The shortest text that reads back as the same number, without the `.0` of a whole one.
    private static func number(_ double: Double) -> String {
        let text = double.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
