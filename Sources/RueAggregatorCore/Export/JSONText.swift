/// JSON by hand: values must not pass through a floating-point number on their way out.
public enum JSONText {
    /// A text as a JSON string (RFC 8259 §7), its control characters escaped.
    ///
    /// - Parameter text: any text.
    /// - Returns: it, in quotation marks.
    public static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// Milliseconds as seconds, without loss and without needless zeros.
    ///
    /// - Parameter milliseconds: any number but the least of its type.
    /// - Returns: a JSON number.
    public static func seconds(milliseconds: Int64) -> String {
        let sign = milliseconds < 0 ? "-" : ""
        let magnitude = milliseconds.magnitude
        let whole = sign + String(magnitude / 1_000)
        guard magnitude % 1_000 != 0 else { return whole }
        var digits = String(magnitude % 1_000 + 1_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return whole + "." + digits
    }
}
