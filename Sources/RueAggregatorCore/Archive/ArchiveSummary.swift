/// What an archive holds.
public struct ArchiveSummary: Equatable, Sendable {
    /// How many nodes.
    public internal(set) var nodes = 0
    /// How many chains, or parts of chains.
    public internal(set) var chains: UInt64 = 0
    /// How many batches and rotations.
    public internal(set) var items: Int64 = 0
}
