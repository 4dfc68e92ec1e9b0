/// Base 64 with the URL-safe alphabet, without padding (RFC 4648 §5).
public enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Writes bytes as unpadded base64url.
    ///
    /// - Parameter bytes: what to write.
    /// - Returns: the text.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: Base64.encodeUnpadded(bytes, alphabet: alphabet), as: UTF8.self)
    }

    /// Reads unpadded base64url, strictly: no padding, no white space, unused bits zero.
    ///
    /// - Parameter text: the text to read.
    /// - Returns: the bytes, or nil when the text is anything else.
    public static func decode(_ text: String) -> [UInt8]? {
        Base64.decodeUnpadded(Array(text.utf8)) { character in
            switch character {
            case UInt8(ascii: "-"): 62
            case UInt8(ascii: "_"): 63
            default: Base64.alphanumericValue(of: character)
            }
        }
    }
}
