/// The header section of a message as it comes in, and the bytes behind it (RFC 9112 §2.1): what
/// requests and responses have in common.
struct HeaderSection: Sendable {
    /// What the bytes so far complete.
    enum Part {
        /// The first line, without its CRLF; the fields follow.
        case startLine(ArraySlice<UInt8>)
        /// The empty line: `headers` holds every field.
        case end
    }

    private let limits: HTTPLimits
    private var reader = LineReader()
    /// The fields so far.
    private(set) var headers = HTTPHeaders()
    /// Whether the first line has been given out.
    private(set) var hasStartLine = false

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Bytes held: of the message that is being read, and of what follows it.
    var pendingBytes: Int { reader.count }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        reader.append(bytes)
    }

    /// Reads on through the fields to the next part; nil while bytes are missing.
    mutating func next() throws(HTTPError) -> Part? {
        while let range = try reader.nextLine(limit: limits.maximumHeaderBytes) {
            let line = reader.buffer[range]
            guard hasStartLine else {
                hasStartLine = true
                return .startLine(line)
            }
            if line.isEmpty { return .end }
            guard headers.count < limits.maximumFields else { throw .tooManyFields }
            let field = try HTTPField(line: line)
            headers.append(field.name, field.value)
        }
        return nil
    }

    /// Takes the body off, once it is all there, and begins the next message.
    mutating func finish(bodyLength: Int) -> [UInt8]? {
        guard let body = reader.take(bodyLength) else { return nil }
        reader.beginSection()
        headers = HTTPHeaders()
        hasStartLine = false
        return body
    }
}
