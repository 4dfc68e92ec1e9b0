internal import RueCommandLine

/// What one reading of a configuration collects: every problem, so that a person can mend a
/// file in one go.
struct ConfigurationReading {
    private(set) var problems: [ConfigurationProblem] = []

    mutating func note(_ place: TextPlace, _ message: String, suggestion: String? = nil) {
        problems.append(
            ConfigurationProblem(place: place, message: message, suggestion: suggestion))
    }

    /// Notes a word that is none of the known ones, with the nearest of them.
    ///
    /// - Parameters:
    ///   - word: the word.
    ///   - place: where it stands.
    ///   - what: what it should be.
    ///   - known: the known ones, listed where none is near.
    ///   - listing: whether to list them in any case.
    /// - Returns: the nearest.
    @discardableResult
    mutating func noteUnknown(
        _ word: String, at place: TextPlace, what: String, among known: [String],
        listing: Bool = false
    ) -> String? {
        let nearest = Suggestion.nearest(word, among: known)
        var message = "unknown \(what) \(quoted(word))"
        if listing || nearest == nil { message += "; known are \(known.joined(separator: ", "))" }
        note(place, message, suggestion: nearest)
        return nearest
    }

    mutating func noteType(_ node: YAMLNode, of key: String, wanted: String) {
        note(node.place, "\(key) must be \(wanted), not \(node.kindName)")
    }

    /// Throws when anything was noted, in the order of the file.
    func finish() throws(ConfigurationError) {
        if problems.isEmpty { return }
        throw ConfigurationError(
            problems.sorted {
                ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column)
            })
    }
}
