import RueHTTP
import RueWire

/// Compares media types as RFC 9110 §8.3.1 has them: type and parameter names without regard to
/// case, a value with or without quotes, optional whitespace around semicolons. Nothing may be
/// missing, nothing be there besides.
enum MediaTypeCheck {
    static func isSame(_ given: String, _ wanted: String) -> Bool {
        // As every node of ours writes it.
        if given == wanted { return true }
        let left = parts(given)
        let right = parts(wanted)
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { HTTPHeaders.isSame($0, $1) }
    }

    private static func parts(_ text: String) -> [String] {
        text.split(separator: ";", omittingEmptySubsequences: false).map { part in
            let trimmed = trim(part)
            let sides = trimmed.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[1].count > 2, sides[1].hasPrefix("\""),
                sides[1].hasSuffix("\"")
            else { return String(trimmed) }
            return sides[0] + "=" + sides[1].dropFirst().dropLast()
        }
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
