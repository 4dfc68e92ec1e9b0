import RueHTTP

/// Names in one word: only what would be taken for a separator is encoded.
enum PercentText {
    static func encode(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "/") })
        else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "/": result += "%2F"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func decode(_ text: Substring) -> String? { PercentEncoding.decode(text) }
}
