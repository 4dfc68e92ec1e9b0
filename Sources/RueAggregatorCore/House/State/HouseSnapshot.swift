/// The house at one moment: the latest value of every series of every active node.
public struct HouseSnapshot: Sendable {
    /// The moment, in milliseconds since 1970: what ages are counted from.
    public let nowMilliseconds: Int64
    /// The active nodes, by name. Revoked ones, and those that wait for confirmation, are left out.
    public let nodes: [NodeState]
    /// How much of the log is in it.
    public let logPosition: Int64
    /// Whether everything stored is in it; false for a moment after the start.
    public let isComplete: Bool

    /// Puts a snapshot together.
    ///
    /// - Parameters:
    ///   - nowMilliseconds: the moment, since 1970.
    ///   - nodes: the active nodes, by name.
    ///   - logPosition: how much of the log is in it.
    ///   - isComplete: whether everything stored is in it.
    public init(
        nowMilliseconds: Int64, nodes: [NodeState], logPosition: Int64, isComplete: Bool = true
    ) {
        self.nowMilliseconds = nowMilliseconds
        self.nodes = nodes
        self.logPosition = logPosition
        self.isComplete = isComplete
    }

    /// The node of that name.
    ///
    /// - Parameter name: the admin's name.
    /// - Returns: nil when no active node has it.
    public func node(named name: String) -> NodeState? { nodes.first { $0.name == name } }

    /// One series.
    ///
    /// - Parameter id: which.
    /// - Returns: nil when it is not known.
    public func series(_ id: SeriesID) -> SeriesState? {
        node(named: id.node)?.allSeries.first { $0.id.name == id.name }
    }
}
