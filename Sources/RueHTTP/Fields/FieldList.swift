/// Field values that are lists (RFC 9110 §5.6.1).
enum FieldList {
    /// The elements of a comma-separated list, trimmed, empty ones left out. Not for lists with
    /// commas inside quotes.
    static func elements(_ value: String) -> [String] { pieces(value, UInt8(ascii: ",")) }

    /// An element and its parameters: `gzip;q=1` is `gzip` and `q=1`.
    static func parameters(_ element: String) -> [String] { pieces(element, UInt8(ascii: ";")) }

    private static func pieces(_ value: String, _ separator: UInt8) -> [String] {
        value.utf8.split(separator: separator).compactMap { piece in
            var rest = piece
            while let byte = rest.first, ByteClass.isBlank(byte) { rest.removeFirst() }
            while let byte = rest.last, ByteClass.isBlank(byte) { rest.removeLast() }
            return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
        }
    }
}
