/// The body of an error: concise problem details (RFC 9290) with Rue's own entry.
public struct Problem: Equatable, Sendable {
    /// What happened, in a few words.
    public var title: String
    /// What happened, in full: where, and what to do.
    public var detail: String
    /// What kind of problem it is.
    public var code: ProblemCode
    /// A signed head, a whole message, where it helps the node to go on.
    public var head: [UInt8]?

    private static let key = "urn:rue:problem"
    private static let encodedKey = {
        var encoder = CBOREncoder()
        encoder.text(key)
        return encoder.bytes
    }()
    private static let depth = 8

    /// Describes a problem.
    ///
    /// - Parameters:
    ///   - title: what happened, in a few words.
    ///   - detail: what happened, in full.
    ///   - code: what kind of problem it is.
    ///   - head: a signed head, a whole message, or nil.
    public init(title: String, detail: String, code: ProblemCode, head: [UInt8]? = nil) {
        self.title = title
        self.detail = detail
        self.code = code
        self.head = head
    }

    /// Writes the problem.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.map(count: 3)
        encoder.integer(-1)
        encoder.text(title)
        encoder.integer(-2)
        encoder.text(detail)
        encoder.text(Problem.key)
        encoder.map(count: head == nil ? 1 : 2)
        encoder.integer(0)
        encoder.text(code.text)
        if let head {
            encoder.integer(1)
            encoder.byteString(head)
        }
        return encoder.bytes
    }

    /// Reads a problem. Entries that are not known are ignored.
    ///
    /// - Parameter bytes: the body of an error.
    /// - Throws: ``WireError``, also when Rue's own entry is missing or has an unknown code.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        var title = ""
        var detail = ""
        var own: (code: ProblemCode, head: [UInt8]?)?
        for _ in 0..<(try reader.readMap()) {
            let key = try reader.skipItem(maximumDepth: Problem.depth)
            switch Key(bytes[key]) {
            case .title: title = try reader.readText()
            case .detail: detail = try reader.readText()
            case .own: own = try Problem.readOwn(from: &reader)
            case .unknown: try reader.skipItem(maximumDepth: Problem.depth)
            }
        }
        try reader.finish()
        guard let own else { throw .unknownProblem }
        self.init(title: title, detail: detail, code: own.code, head: own.head)
    }

    private enum Key {
        case title, detail, own, unknown

        init(_ encoded: ArraySlice<UInt8>) {
            if encoded.elementsEqual([0x20]) {
                self = .title
            } else if encoded.elementsEqual([0x21]) {
                self = .detail
            } else if encoded.elementsEqual(Problem.encodedKey) {
                self = .own
            } else {
                self = .unknown
            }
        }
    }

    private static func readOwn(
        from reader: inout CBORReader
    ) throws(WireError) -> (code: ProblemCode, head: [UInt8]?) {
        var code: ProblemCode?
        var head: [UInt8]?
        for _ in 0..<(try reader.readMap()) {
            switch try reader.readInteger() {
            case 0: code = ProblemCode(text: try reader.readText())
            case 1: head = try reader.readByteString()
            default: try reader.skipItem(maximumDepth: depth)
            }
        }
        guard let code else { throw .unknownProblem }
        return (code, head)
    }
}
