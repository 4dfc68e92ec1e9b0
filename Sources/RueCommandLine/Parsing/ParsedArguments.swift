/// A command line, taken apart.
public struct ParsedArguments: Equatable, Sendable {
    /// The names of the subcommands chosen, outermost first; empty for a program without any.
    public internal(set) var commandPath: [String] = []
    /// The arguments by place, in order.
    public internal(set) var positionals: [String] = []
    /// Whether `--help` was asked for; nothing after it was looked at, and nothing is missing.
    public internal(set) var isHelpRequested = false

    var given: [String: [String]] = [:]

    /// Whether the flag, or the option, was given.
    ///
    /// - Parameter name: its long name, without dashes.
    /// - Returns: true also for an option with a value.
    public func has(_ name: String) -> Bool {
        given[name] != nil
    }

    /// The value of an option that is given at most once.
    ///
    /// - Parameter name: its long name, without dashes.
    /// - Returns: nil when it was not given.
    public func value(_ name: String) -> String? {
        given[name]?.last
    }

    /// All values of a repeatable option, in the order given.
    ///
    /// - Parameter name: its long name, without dashes.
    /// - Returns: empty when it was not given.
    public func values(_ name: String) -> [String] {
        given[name] ?? []
    }

    /// The value of an option as a whole number.
    ///
    /// - Parameters:
    ///   - name: its long name, without dashes.
    ///   - range: the numbers allowed.
    /// - Returns: nil when the option was not given.
    /// - Throws: `.invalidValue` when it is no number, or outside the range.
    public func integer(
        _ name: String, in range: ClosedRange<Int>
    ) throws(CommandLineError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let expected =
                "a whole number from " + range.lowerBound.description + " to "
                + range.upperBound.description
            throw .invalidValue(option: "--" + name, value: text, expected: expected)
        }
        return number
    }

    /// The value of an option that names one of a few words.
    ///
    /// - Parameters:
    ///   - name: its long name, without dashes.
    ///   - words: the words allowed.
    /// - Returns: nil when the option was not given.
    /// - Throws: `.invalidValue`, with the nearest word where there is one.
    public func choice(
        _ name: String, among words: [String]
    ) throws(CommandLineError) -> String? {
        guard let text = value(name) else { return nil }
        guard !words.contains(text) else { return text }
        var expected = "one of " + joined(words, by: ", ")
        if let nearest = Suggestion.nearest(text, among: words) {
            expected += " (did you mean '" + nearest + "'?)"
        }
        throw .invalidValue(option: "--" + name, value: text, expected: expected)
    }
}
