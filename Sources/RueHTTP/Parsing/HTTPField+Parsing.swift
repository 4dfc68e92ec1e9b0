extension HTTPField {
    /// Reads a field line without its CRLF (RFC 9112 §5): a token, a colon at once, a value.
    init(line: ArraySlice<UInt8>) throws(HTTPError) {
        if let first = line.first, ByteClass.isBlank(first) { throw .foldedField }
        guard let colon = line.firstIndex(of: ByteClass.colon), colon > line.startIndex else {
            throw .fieldName
        }
        let name = line[line.startIndex..<colon]
        for byte in name where !ByteClass.isToken(byte) { throw .fieldName }
        let value = HTTPField.trimmed(line[(colon + 1)...])
        for byte in value where !HTTPField.isValue(byte) { throw .fieldValue }
        self.init(
            name: String(decoding: name, as: UTF8.self),
            value: String(decoding: value, as: UTF8.self))
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = value
        while let byte = rest.first, ByteClass.isBlank(byte) { rest.removeFirst() }
        while let byte = rest.last, ByteClass.isBlank(byte) { rest.removeLast() }
        return rest
    }

    /// Visible ASCII, space and tab. RFC 9110's obs-text (0x80…0xFF) has no meaning that two
    /// programs would agree on, and is refused.
    private static func isValue(_ byte: UInt8) -> Bool {
        (byte >= 0x20 && byte < 0x7F) || byte == ByteClass.tab
    }
}
