/// What a program's `doctor` found out about one thing, and what to do about it. The programs of a
/// house say it in the same two forms.
public struct Finding: Equatable, Sendable {
    /// How it is with a thing.
    public enum State: Equatable, Sendable, CaseIterable {
        /// It is as it should be.
        case ok
        /// It works, and something about it should be known.
        case warning
        /// It keeps the program from doing its work.
        case problem

        /// The state's name in JSON: `ok`, `warning`, `problem`.
        public var name: String {
            switch self {
            case .ok: "ok"
            case .warning: "warning"
            case .problem: "problem"
            }
        }

        /// What a line for a person begins with.
        fileprivate var mark: String {
            switch self {
            case .ok: "ok"
            case .warning: "!"
            case .problem: "!!"
            }
        }
    }

    /// What was looked at, in a word that stays: `clock`, `disk`.
    public let check: String
    /// How it is.
    public let state: State
    /// What was seen, one sentence without a full stop.
    public let text: String
    /// What to do, where there is something to do; may have several lines, of which indented ones are
    /// shown as they are: commands, for one.
    public let remedy: String?

    /// Something that is as it should be.
    ///
    /// - Parameters:
    ///   - check: what was looked at, in a word.
    ///   - text: what was seen.
    public init(ok check: String, _ text: String) {
        (self.check, self.state, self.text, remedy) = (check, .ok, text, nil)
    }

    /// Something that should be known.
    ///
    /// - Parameters:
    ///   - check: what was looked at, in a word.
    ///   - text: what was seen.
    ///   - remedy: what to do.
    public init(warning check: String, _ text: String, remedy: String) {
        (self.check, self.state, self.text, self.remedy) = (check, .warning, text, remedy)
    }

    /// Something that keeps the program from its work.
    ///
    /// - Parameters:
    ///   - check: what was looked at, in a word.
    ///   - text: what is wrong.
    ///   - remedy: what to do.
    public init(problem check: String, _ text: String, remedy: String) {
        (self.check, self.state, self.text, self.remedy) = (check, .problem, text, remedy)
    }

    /// For a person: `ok  …`, `!   …` or `!!  …`, and the remedy on lines of its own, indented.
    public var lines: [String] {
        let mark = state.mark + String(repeating: " ", count: Self.indent - state.mark.utf8.count)
        let margin = String(repeating: " ", count: Self.indent)
        let remedies = TextWrap.paragraphs(remedy ?? "", width: Self.width - Self.indent)
        return [mark + text] + remedies.filter { !$0.isEmpty }.map { margin + $0 }
    }

    private static let width = 90

    private static let indent = 4

    /// For a program: an object with `check`, `state`, `text` and `remedy` (null without one).
    public var json: String {
        let members = [
            ("check", JSONText.quoted(check)), ("state", JSONText.quoted(state.name)),
            ("text", JSONText.quoted(text)),
            ("remedy", remedy.map { JSONText.quoted($0) } ?? "null"),
        ]
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
