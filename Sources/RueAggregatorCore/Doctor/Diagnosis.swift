/// Judges what was seen of a server and its machine. Nothing here looks at anything itself.
public enum Diagnosis {
    static let dayMilliseconds: Int64 = 86_400_000

    /// All that was found, for a person.
    ///
    /// - Parameter findings: in the order in which they are to be told.
    /// - Returns: a line each, with what to do below it.
    public static func text(_ findings: [Finding]) -> String {
        let width = findings.map(\.check.count).max() ?? 0
        return findings.map { finding in
            let mark = finding.state.rawValue + spaces(9 - finding.state.rawValue.count)
            let check = finding.check + spaces(width + 2 - finding.check.count)
            let advice = finding.advice.map { spaces(11 + width) + "→ " + $0 + "\n" } ?? ""
            return mark + check + TerminalText.escaped(finding.text) + "\n" + advice
        }.joined()
    }

    /// All that was found, for a script.
    ///
    /// - Parameter findings: in the order in which they are to be told.
    /// - Returns: one object, with the worst state.
    public static func json(_ findings: [Finding]) -> JSONObject {
        var object = JSONObject()
        object.add("worst", worst(findings).rawValue)
        object.add("findings", findings.map(\.json))
        return object
    }

    /// The worst state among them.
    ///
    /// - Parameter findings: what was found.
    /// - Returns: `.ok` where nothing was.
    public static func worst(_ findings: [Finding]) -> Finding.State {
        findings.map(\.state).max() ?? .ok
    }

    private static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1_000_000: String(bytes / 1_000) + " kB"
        case ..<10_000_000_000: String(bytes / 1_000_000) + " MB"
        default: String(bytes / 1_000_000_000) + " GB"
        }
    }
}
