/// Bytes in the store that are no longer what was once accepted.
public struct DamagedItem: Equatable, Sendable, CustomStringConvertible {
    /// The admin's name for the node.
    public let node: String
    /// The item's number in the node's chain.
    public let sequence: UInt64
    /// Its place in the log.
    public let position: Int64
    /// What does not fit.
    public let reason: String

    /// Which item and what is wrong with it.
    public var description: String {
        "node " + node + ", item " + String(sequence) + " (log position " + String(position) + "): "
            + reason
    }
}
