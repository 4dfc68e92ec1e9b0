/// Why a text is no recovery kit that works; every line is counted from 1.
public enum RecoveryKitError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nothing in the text says that it is one.
    case notAKit
    /// A block has no end.
    case unended(label: String, line: Int)
    /// Something stands in a block that cannot be there.
    case foreign(character: Character, line: Int)
    /// A line of a block is not what its check is of.
    case mistyped(first: Int, last: Int, check: String, at: Int)
    /// What stands behind "Checks:" is none.
    case badCheck(String, line: Int)
    /// A block has more or fewer lines than checks.
    case wrongLength(line: Int, found: Int, expected: Int)
    /// A block is missing.
    case missing(what: String)
    /// What the block that begins there holds is not what it should be.
    case unusable(what: String, line: Int, reason: String)
    /// The words of the server are another key's.
    case otherServer(line: Int, words: String, key: String)
    /// A host or a port cannot be one.
    case badValue(name: String, value: String, line: Int)

    /// What is wrong, in which line, and what to do.
    public var description: String {
        switch self {
        case .notAKit:
            "this is no recovery kit: it has neither a line 'RUE RECOVERY KIT' nor a private key"
        case .unended(let label, let line):
            "line \(line): the block that begins here does not end; expected a line "
                + "-----END \(label)----- below"
        case .foreign(let character, let line):
            "line \(line): '" + TerminalText.escaped(String(character)) + "' is not one of the "
                + "characters of a key (A-Z a-z 0-9 + / =)"
        case .mistyped(let first, let last, let check, let at):
            Self.lines(first, last) + " not fit the check '\(check)' in line \(at): compare both "
                + "with the print, letter by letter (0 and O, 1 and l and I)"
        case .badCheck(let text, let line):
            "line \(line): '" + TerminalText.escaped(text) + "' is no check: expected four of "
                + "0-9 and a-f for each line of the block above"
        case .wrongLength(let line, let found, let expected):
            "line \(line): the block that begins here has \(TerminalText.count(found, "line")) of "
                + "64 characters, and checks for \(expected): something was left out or put in "
                + "twice"
        case .missing(let what):
            "\(what) is missing: expected a block -----BEGIN PRIVATE KEY-----"
        case .unusable(let what, let line, let reason):
            "line \(line): what begins here is not \(what): \(reason)"
        case .otherServer(let line, let words, let key):
            "line \(line): the server is said to be " + TerminalText.escaped(words)
                + ", and the signing key is that of \(key): one of the two is mistyped, or of "
                + "another kit"
        case .badValue(let name, let value, let line):
            "line \(line): '" + TerminalText.escaped(value) + "' cannot be a " + name
        }
    }

    private static func lines(_ first: Int, _ last: Int) -> String {
        first == last ? "line \(first): it does" : "lines \(first) to \(last): they do"
    }
}
