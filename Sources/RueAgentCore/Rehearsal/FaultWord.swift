/// A fault that a configuration may plan for a simulated sensor.
public struct FaultWord: Equatable, Sendable {
    /// What a fault may be told besides when it comes, by the key of a configuration.
    public enum Setting: CaseIterable, Equatable, Sendable {
        /// Which transfer of a sample suffers it, from 1.
        case transaction
        /// How many falling edges of a frame, 1 to 42.
        case edges
        /// How much, as a time.
        case by

        var key: String {
            switch self {
            case .transaction: "transaction"
            case .edges: "edges"
            case .by: "by"
            }
        }
    }

    /// The word in a configuration.
    public let name: String

    /// What it takes.
    public let settings: [Setting]

    /// A fault that a configuration may plan.
    /// - Parameters:
    ///   - name: the word in a configuration.
    ///   - settings: what it takes.
    public init(_ name: String, settings: [Setting]) {
        self.name = name
        self.settings = settings
    }
}
