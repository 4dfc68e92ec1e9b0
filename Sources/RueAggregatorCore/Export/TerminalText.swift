/// Text for a person at a terminal.
public enum TerminalText {
    /// A text that cannot drive a terminal: control characters, and those that turn the direction
    /// of writing, are shown as `\u{1b}`.
    ///
    /// - Parameter text: what came from elsewhere.
    /// - Returns: one line.
    public static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A text of at most so many characters, its end replaced by one `…` where it is longer.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - limit: the most characters, 1 or more.
    /// - Returns: it, or its beginning.
    public static func shortened(_ text: String, to limit: Int) -> String {
        text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }

    /// A number of things: `1 item`, `2 items`.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - noun: one of them.
    /// - Returns: both.
    public static func count(_ count: some BinaryInteger, _ noun: String) -> String {
        String(count) + " " + noun + (count == 1 ? "" : "s")
    }

    /// A span of time in its largest fitting unit: `0 s`, `59 s`, `12 min`, `47 h`, `3 d`.
    ///
    /// - Parameter milliseconds: the span; a negative one lies ahead.
    /// - Returns: a few characters.
    public static func span(milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        let sign = seconds < 0 ? "-" : ""
        return switch seconds.magnitude {
        case 0..<120: sign + String(seconds.magnitude) + " s"
        case 120..<7_200: sign + String(seconds.magnitude / 60) + " min"
        case 7_200..<172_800: sign + String(seconds.magnitude / 3_600) + " h"
        default: sign + String(seconds.magnitude / 86_400) + " d"
        }
    }
}
