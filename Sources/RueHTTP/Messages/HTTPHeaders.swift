/// One header field: a name and its value, without the surrounding whitespace.
public struct HTTPField: Equatable, Sendable {
    /// The name as it was written; compared without regard to case (RFC 9110 §5.1).
    public let name: String
    /// The value, trimmed of spaces and tabs at both ends.
    public let value: String

    /// Pairs a name with a value; nothing is checked here (see ``HTTPRequest/serialise()``).
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// The header fields of one message, in the order in which they came.
public struct HTTPHeaders: Equatable, Sendable {
    /// Every field, repeated names included.
    public private(set) var fields: [HTTPField]

    /// No fields at all.
    public init() { fields = [] }

    /// The given fields, in that order.
    public init(_ fields: [HTTPField]) { self.fields = fields }

    /// How many fields there are, repeated names counted each time.
    public var count: Int { fields.count }

    /// The first value under a name, case ignored. Setting replaces every field of that name;
    /// setting nil removes them.
    public subscript(name: String) -> String? {
        get {
            for field in fields where HTTPHeaders.isSame(field.name, name) { return field.value }
            return nil
        }
        set {
            fields.removeAll { HTTPHeaders.isSame($0.name, name) }
            if let newValue { fields.append(HTTPField(name: name, value: newValue)) }
        }
    }

    /// Every value under a name, case ignored, in order.
    public func values(_ name: String) -> [String] {
        var found: [String] = []
        for field in fields where HTTPHeaders.isSame(field.name, name) { found.append(field.value) }
        return found
    }

    /// Adds a field after the others, whether or not the name is there already.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(HTTPField(name: name, value: value))
    }

    /// Whether two texts are the same but for the case of ASCII letters: how HTTP compares field
    /// names, media types and connection options.
    public static func isSame(_ first: String, _ second: String) -> Bool {
        let left = first.utf8
        let right = second.utf8
        guard left.count == right.count else { return false }
        var other = right.makeIterator()
        for byte in left {
            guard let next = other.next(), ByteClass.lowercased(byte) == ByteClass.lowercased(next)
            else { return false }
        }
        return true
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// The fields of a literal, in its order: `["Content-Type": "text/plain"]`.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { HTTPField(name: $0.0, value: $0.1) }
    }
}
