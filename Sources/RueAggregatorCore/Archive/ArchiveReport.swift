public import RueWire

/// What the check of an archive found.
public struct ArchiveReport: Equatable, Sendable {
    /// Which server has sealed it, by the thumbprint of its key; nil when the file does not say.
    public internal(set) var serverID: KeyID?
    /// What was sealed; nil without a good seal.
    public internal(set) var seal: ArchivePayload?
    /// The names of the nodes, as the server knew them, in the order of the file.
    public internal(set) var nodes: [String] = []
    /// How many chains, or parts of chains.
    public internal(set) var chains: UInt64 = 0
    /// How many batches and rotations.
    public internal(set) var items: UInt64 = 0
    /// How many of them the server had not accepted, and kept.
    public internal(set) var quarantined: UInt64 = 0
    /// How many records the accepted batches hold: readings, faults, and what nodes say of
    /// themselves.
    public internal(set) var readings: UInt64 = 0
    /// The earliest and the latest time of a reading whose node knew the time, in milliseconds
    /// since 1970.
    public internal(set) var times: ClosedRange<Int64>?
    /// Stretches of chains that nodes themselves have reported as lost.
    public internal(set) var gaps: UInt64 = 0
    /// How often a node came with a second item in the place of one that was kept.
    public internal(set) var forks: UInt64 = 0
    /// How many signatures were checked. Each vouches for all items before it in its chain.
    public internal(set) var signatures: UInt64 = 0
    /// What does not bear out.
    public internal(set) var problems = ProblemList()

    /// Whether all bears out.
    public var isGood: Bool { problems.count == 0 && seal != nil }

    mutating func widen(to range: ClosedRange<Int64>) {
        times =
            times.map {
                min($0.lowerBound, range.lowerBound)...max($0.upperBound, range.upperBound)
            } ?? range
    }
}
