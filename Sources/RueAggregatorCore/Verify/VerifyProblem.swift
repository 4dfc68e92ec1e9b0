/// Something in a store or an archive that does not bear out.
public struct VerifyProblem: Equatable, Sendable, CustomStringConvertible {
    /// The admin's name for the node, nil for the store as a whole.
    public let node: String?
    /// The item's number in the node's chain.
    public let sequence: UInt64?
    /// The item's place in the log.
    public let position: Int64?
    /// What does not bear out.
    public let what: String

    /// What it is in where it is in no node: `store` or `archive`.
    var whole = "store"

    /// Where it is, and what.
    public var description: String {
        var place = node.map { "node " + $0 } ?? whole
        if let sequence { place += ", item " + String(sequence) }
        if let position { place += " (log position " + String(position) + ")" }
        return place + ": " + what
    }
}
