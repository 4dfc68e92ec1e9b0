/// Texts as JSON has them, for programs without a library for it.
public enum JSONText {
    /// A string (RFC 8259 §7): quotation marks, backslashes and control characters escaped.
    ///
    /// - Parameter text: the string's contents.
    /// - Returns: the string with its quotation marks.
    public static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C: quoted += "\\"
            case 0..<0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                continue
            default: break
            }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
