/// The Accept-Encoding field (RFC 9110 §12.5.3).
public enum AcceptEncoding {
    /// Whether the client takes gzip: named, by its old name `x-gzip`, or by `*`, and not at
    /// weight 0. Without the field it is not sent, though the client would have to take it.
    ///
    /// - Parameter headers: the request's fields.
    /// - Returns: whether a gzipped body may be sent. An element that cannot be read says no.
    public static func allowsGzip(_ headers: HTTPHeaders) -> Bool {
        allowsGzip(headers.values("Accept-Encoding"))
    }

    /// The same for one field value, or nil without the field.
    public static func allowsGzip(_ value: String?) -> Bool {
        allowsGzip(value.map { [$0] } ?? [])
    }

    private static func allowsGzip(_ values: [String]) -> Bool {
        var any = false
        for value in values {
            for element in FieldList.elements(value) {
                let parts = FieldList.parameters(element)
                guard let coding = parts.first else { continue }
                let isAllowed = isAboveZero(parts.dropFirst())
                if HTTPHeaders.isSame(coding, "gzip") || HTTPHeaders.isSame(coding, "x-gzip") {
                    return isAllowed
                }
                if coding == "*" { any = isAllowed }
            }
        }
        return any
    }

    /// Whether a weight allows at all: `q=0.000` does not, and no weight is 1.
    private static func isAboveZero(_ parameters: ArraySlice<String>) -> Bool {
        guard let weight = parameters.first else { return true }
        let bytes = Array(weight.utf8)
        guard parameters.count == 1, bytes.count >= 3, bytes.count <= 7,
            ByteClass.lowercased(bytes[0]) == UInt8(ascii: "q"), bytes[1] == UInt8(ascii: "="),
            bytes[2] == UInt8(ascii: "0") || bytes[2] == UInt8(ascii: "1"),
            bytes.count == 3 || bytes[3] == UInt8(ascii: ".")
        else { return false }
        var isAbove = bytes[2] == UInt8(ascii: "1")
        for byte in bytes.dropFirst(4) {
            guard ByteClass.isDigit(byte) else { return false }
            if byte != UInt8(ascii: "0") { isAbove = true }
        }
        return isAbove
    }
}
