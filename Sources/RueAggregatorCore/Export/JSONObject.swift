/// One JSON object, built member by member.
public struct JSONObject: Sendable {
    /// The text so far, without its braces.
    private var members: [String] = []

    /// Without members.
    public init() {}

    /// Adds a text, or null.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - text: its value.
    public mutating func add(_ name: String, _ text: String?) {
        addRaw(name, text.map(JSONText.string) ?? "null")
    }

    /// Adds a whole number.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - number: its value.
    public mutating func add(_ name: String, _ number: some BinaryInteger) {
        addRaw(name, String(number))
    }

    /// Adds a number, or null.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - number: its value.
    public mutating func add(_ name: String, number: (some BinaryInteger)?) {
        addRaw(name, number.map { String($0) } ?? "null")
    }

    /// Adds true or false.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - bool: its value.
    public mutating func add(_ name: String, _ bool: Bool) {
        addRaw(name, bool ? "true" : "false")
    }

    /// Adds an object, or null.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - object: its value.
    public mutating func add(_ name: String, _ object: JSONObject?) {
        addRaw(name, object?.text ?? "null")
    }

    /// Adds an array of objects.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - objects: its value.
    public mutating func add(_ name: String, _ objects: [JSONObject]) {
        addRaw(name, "[" + objects.map(\.text).joined(separator: ",") + "]")
    }

    /// The object on one line.
    public var text: String { "{" + members.joined(separator: ",") + "}" }

    private mutating func addRaw(_ name: String, _ value: String) {
        members.append(JSONText.string(name) + ":" + value)
    }
}
