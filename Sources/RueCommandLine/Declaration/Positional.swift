/// An argument known by its place.
public struct Positional: Equatable, Sendable {
    /// Its name in the help text and in errors (`NAME`).
    public let name: String
    /// What it is.
    public let help: String
    /// Whether leaving it out is an error.
    public let isRequired: Bool
    /// Whether it takes all that remain; only the last may.
    public let isRepeatable: Bool

    /// Declares an argument known by its place.
    ///
    /// - Parameters:
    ///   - name: its name in the help text and in errors.
    ///   - help: what it is.
    ///   - isRequired: whether leaving it out is an error.
    ///   - isRepeatable: whether it takes all that remain.
    public init(
        _ name: String, help: String, isRequired: Bool = true, isRepeatable: Bool = false
    ) {
        self.name = name
        self.help = help
        self.isRequired = isRequired
        self.isRepeatable = isRepeatable
    }

    /// As the usage line shows it: `NAME`, `[NAME]`, `NAME...`.
    var usage: String {
        let repeated = isRepeatable ? name + "..." : name
        return isRequired ? repeated : "[" + repeated + "]"
    }
}
