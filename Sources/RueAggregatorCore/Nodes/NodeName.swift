/// What an admin may call a node.
public enum NodeName {
    /// Whether a name is 1 to 64 characters without control characters, and begins with neither a
    /// blank nor a dash, which a command line would take for an option. `.` and `..` are none: in a
    /// path, however encoded, a browser takes them for a step up (WHATWG URL, "double-dot").
    ///
    /// - Parameter name: the name.
    /// - Returns: whether it may be used.
    public static func isValid(_ name: String) -> Bool {
        guard let first = name.first, first != "-", !first.isWhitespace, name.count <= 64,
            name.utf8.count <= 255, name != ".", name != ".."
        else { return false }
        return TerminalText.escaped(name) == name
    }
}
