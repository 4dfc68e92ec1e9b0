/// A line of a small file that people read: `name = value`.
struct SettingLine {
    /// Its number, from 1.
    let line: Int
    /// Name and value without blanks around them; nil where there is no `=`.
    let content: (name: String, value: String)?

    /// What a line must be.
    static let expected = "expected 'name = value'"

    /// All lines but empty ones and those that begin with `#`.
    static func entries(_ text: String) -> [SettingLine] {
        // A file edited elsewhere may end its lines in CR LF.
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return lines.enumerated().compactMap { index, line in
            line.isEmpty || line.hasPrefix("#") ? nil : SettingLine(line, number: index + 1)
        }
    }

    private init(_ text: Substring, number: Int) {
        line = number
        content = text.firstIndex(of: "=").map {
            (Self.trimmed(text[..<$0]), Self.trimmed(text[text.index(after: $0)...]))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
