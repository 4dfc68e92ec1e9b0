/// One thing that is wrong with a configuration, for the person who wrote it.
public struct ConfigurationProblem: Equatable, Sendable {
    /// Where in the file.
    public let place: TextPlace

    /// What is wrong, in one sentence without a full stop.
    public let message: String

    /// What was perhaps meant, when there is something near.
    public let suggestion: String?

    /// One thing that is wrong with a configuration.
    /// - Parameters:
    ///   - place: where in the file.
    ///   - message: what is wrong.
    ///   - suggestion: what was perhaps meant.
    public init(place: TextPlace, message: String, suggestion: String? = nil) {
        self.place = place
        self.message = message
        self.suggestion = suggestion
    }

    /// The problem as compilers print one, `file:line:column: message`, on one line.
    /// - Parameter file: the name of the file as the person gave it.
    /// - Returns: one line without a line feed.
    public func text(file: String) -> String {
        let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
        return "\(file):\(place.line):\(place.column): \(message)\(hint)"
    }
}

/// Everything that is wrong with a configuration, in the order of the file.
public struct ConfigurationError: Error, Equatable, Sendable {
    /// At least one problem.
    public let problems: [ConfigurationProblem]

    init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }
}
