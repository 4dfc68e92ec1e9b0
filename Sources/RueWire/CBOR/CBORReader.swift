/// A pull parser of CBOR that trusts nothing: it does not recurse, allocates nothing because of a
/// length that it read, and compares every length with the bytes that are left.
///
/// Items of indefinite length are refused everywhere. Each call reads one item or one head and
/// moves on; a call that throws leaves the reader of no further use.
public struct CBORReader: Sendable {
    /// How strictly heads are read.
    public enum Rules: Sendable {
        /// Every head must be the shortest (RFC 8949 §4.2.1).
        case deterministic
        /// Any well-formed head of definite length.
        case wellFormed
    }

    /// The bytes being read.
    public let bytes: [UInt8]
    /// Where the next item begins.
    public internal(set) var offset: Int
    /// Where reading ends.
    public let end: Int
    /// How strictly heads are read.
    public let rules: Rules

    /// Reads a whole array.
    ///
    /// - Parameters:
    ///   - bytes: what to read.
    ///   - rules: how strictly.
    public init(_ bytes: [UInt8], rules: Rules = .wellFormed) {
        self.init(bytes, range: 0..<bytes.count, rules: rules)
    }

    /// Reads part of an array.
    ///
    /// - Parameters:
    ///   - bytes: what to read.
    ///   - range: the part, within the array's indices.
    ///   - rules: how strictly.
    public init(_ bytes: [UInt8], range: Range<Int>, rules: Rules = .wellFormed) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        self.bytes = bytes
        self.offset = range.lowerBound
        self.end = range.upperBound
        self.rules = rules
    }

    /// Whether everything was read.
    public var isAtEnd: Bool { offset == end }

    /// How many bytes are left.
    public var remaining: Int { end - offset }

    /// Checks that everything was read.
    ///
    /// - Throws: ``WireError/trailingBytes(at:)``.
    public func finish() throws(WireError) {
        guard isAtEnd else { throw .trailingBytes(at: offset) }
    }

    /// The type of the next item, without reading it.
    ///
    /// - Returns: the major type; nil at the end.
    public func peekMajorType() -> CBORMajorType? {
        isAtEnd ? nil : CBORMajorType(rawValue: bytes[offset] >> 5)
    }

    /// Whether the next item is null.
    public var isNextNull: Bool { !isAtEnd && bytes[offset] == 0xf6 }

    /// Reads one head. For a string its bytes are next, for an array, map or tag its items.
    ///
    /// - Returns: the head, whose length or count fits in the bytes that are left.
    /// - Throws: ``WireError``, when it is not well-formed or against the rules.
    @inline(never)  // Inlined, it retains and releases the array for each head.
    public mutating func readHead() throws(WireError) -> CBORHead {
        guard offset < end else { throw .truncated(at: offset) }
        let start = offset
        let first = bytes[start]
        let information = first & 31
        guard let majorType = CBORMajorType(rawValue: first >> 5) else {
            throw .reservedInformation(at: start)
        }
        offset += 1
        let argument =
            information < 24
            ? UInt64(information)
            : try readArgument(majorType, information, start)
        let head = CBORHead(
            majorType: majorType, information: information, argument: argument, offset: start)
        try checkLength(of: head)
        return head
    }

    private mutating func readArgument(
        _ majorType: CBORMajorType, _ information: UInt8, _ start: Int
    ) throws(WireError) -> UInt64 {
        guard information < 28 else { throw Self.refusal(majorType, information, start) }
        let count = 1 << Int(information - 24)
        guard count <= end - offset else { throw .truncated(at: start) }
        var argument: UInt64 = 0
        for index in offset..<offset + count { argument = argument << 8 | UInt64(bytes[index]) }
        offset += count
        if majorType == .simple {
            guard information > 24 || argument >= 32 else { throw .invalidSimpleValue(at: start) }
        } else if rules == .deterministic {
            let least: UInt64 = count == 1 ? 24 : 1 << UInt64(count * 4)
            guard argument >= least else { throw .notShortest(at: start) }
        }
        return argument
    }

    private static func refusal(
        _ majorType: CBORMajorType, _ information: UInt8, _ start: Int
    ) -> WireError {
        guard information == 31 else { return .reservedInformation(at: start) }
        switch majorType {
        case .byteString, .text, .array, .map: return .indefiniteLength(at: start)
        case .simple: return .unexpectedBreak(at: start)
        case .unsigned, .negative, .tag: return .reservedInformation(at: start)
        }
    }

    // Every item takes a byte at least, so a count above what is left is a lie.
    private func checkLength(of head: CBORHead) throws(WireError) {
        let left = UInt64(end - offset)
        let fits =
            switch head.majorType {
            case .byteString, .text, .array: head.argument <= left
            case .map: head.argument <= left / 2
            case .tag: left > 0
            case .unsigned, .negative, .simple: true
            }
        guard fits else { throw .lengthBeyondEnd(at: head.offset) }
    }
}
