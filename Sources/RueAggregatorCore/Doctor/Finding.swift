/// What an examination found about one thing.
public struct Finding: Equatable, Sendable {
    /// How bad it is.
    public enum State: String, Equatable, Sendable, Comparable {
        /// As it should be.
        case ok
        /// Nothing fails yet, or only a person can judge.
        case warning
        /// Something fails, or is in danger.
        case problem

        /// The worse one is the greater one.
        public static func < (left: State, right: State) -> Bool {
            left.severity < right.severity
        }

        private var severity: Int {
            switch self {
            case .ok: 0
            case .warning: 1
            case .problem: 2
            }
        }
    }

    /// What was looked at, in a word or two.
    public let check: String
    /// How bad it is.
    public let state: State
    /// What was found.
    public let text: String
    /// What to do; nil when all is well.
    public let advice: String?

    private init(_ check: String, _ state: State, _ text: String, _ advice: String?) {
        self.check = check
        self.state = state
        self.text = text
        self.advice = advice
    }

    /// All is well.
    ///
    /// - Parameters:
    ///   - check: what was looked at.
    ///   - text: what was found.
    /// - Returns: the finding.
    public static func ok(_ check: String, _ text: String) -> Finding {
        Finding(check, .ok, text, nil)
    }

    /// Nothing fails yet.
    ///
    /// - Parameters:
    ///   - check: what was looked at.
    ///   - text: what was found.
    ///   - advice: what to do.
    /// - Returns: the finding.
    public static func warning(_ check: String, _ text: String, _ advice: String) -> Finding {
        Finding(check, .warning, text, advice)
    }

    /// Something fails.
    ///
    /// - Parameters:
    ///   - check: what was looked at.
    ///   - text: what was found.
    ///   - advice: what to do.
    /// - Returns: the finding.
    public static func problem(_ check: String, _ text: String, _ advice: String) -> Finding {
        Finding(check, .problem, text, advice)
    }

    /// For a script.
    public var json: JSONObject {
        var object = JSONObject()
        object.add("check", check)
        object.add("state", state.rawValue)
        object.add("text", text)
        object.add("advice", advice)
        return object
    }
}
