/// Percent-decoding of paths and queries (RFC 3986 §2.1), without repairs.
public enum PercentEncoding {
    /// The text that a percent-encoded text stands for.
    ///
    /// - Parameters:
    ///   - text: the text as on the wire.
    ///   - plusIsSpace: as HTML forms encode a space; for queries, not for paths.
    /// - Returns: nil for a `%` without two hexadecimal digits, for bytes that are not UTF-8, and
    ///   for control characters.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard let decoded = decode(byte, &iterator, plusIsSpace), !ByteClass.isControl(decoded)
            else { return nil }
            bytes.append(decoded)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func decode(
        _ byte: UInt8, _ rest: inout some IteratorProtocol<UInt8>, _ plusIsSpace: Bool
    ) -> UInt8? {
        if plusIsSpace && byte == UInt8(ascii: "+") { return ByteClass.space }
        guard byte == ByteClass.percent else { return byte }
        guard let high = rest.next(), let high = ByteClass.hexValue(high),
            let low = rest.next(), let low = ByteClass.hexValue(low)
        else { return nil }
        return high << 4 | low
    }
}
