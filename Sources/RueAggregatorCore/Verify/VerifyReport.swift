public import RueWire

/// What a verification found.
public struct VerifyReport: Equatable, Sendable {
    /// How many chains were followed.
    public internal(set) var chains = 0
    /// How many items were met, in quarantine or not.
    public internal(set) var items = 0
    /// How many signatures were checked, those of grants included.
    public internal(set) var signatures = 0
    /// Stretches that nodes themselves have reported as lost.
    public internal(set) var recordedGaps = 0
    /// The log's size and head as recomputed from the items.
    public internal(set) var logSize: Int64 = 0
    /// SHA-256 chained over the ids of all items, from the server's id on.
    public internal(set) var logHead = Bytes32.zero
    /// What does not bear out.
    public internal(set) var problems = ProblemList()

    /// Whether all bears out.
    public var isGood: Bool { problems.count == 0 }
}
