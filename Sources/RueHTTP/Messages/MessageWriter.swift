/// Writes a message into one buffer.
struct MessageWriter {
    var bytes: [UInt8] = []

    init(bodyCount: Int) {
        bytes.reserveCapacity(bodyCount + 512)
    }

    /// Text of our own, known to be clean.
    mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Text that may come from elsewhere: a control byte would break the framing.
    mutating func text(_ text: String) {
        for byte in text.utf8 {
            bytes.append(ByteClass.isControl(byte) ? ByteClass.space : byte)
        }
    }

    mutating func decimal(_ value: Int) {
        raw(String(value))
    }

    mutating func contentLength(_ count: Int) {
        raw("Content-Length: ")
        decimal(count)
        raw("\r\n")
    }

    mutating func fields(_ headers: HTTPHeaders) {
        for field in headers.fields where !MessageWriter.isFraming(field.name) {
            text(field.name)
            raw(": ")
            text(field.value)
            raw("\r\n")
        }
    }

    private static func isFraming(_ name: String) -> Bool {
        HTTPHeaders.isSame(name, "Content-Length") || HTTPHeaders.isSame(name, "Transfer-Encoding")
    }
}
