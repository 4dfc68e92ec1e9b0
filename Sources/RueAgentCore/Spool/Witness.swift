public import RueWire

/// What the server said last of its log of accepted items (PROTOCOL, Witness): the node keeps it,
/// so that a server that was rolled back in silence is found out.
public struct Witness: Equatable, Sendable {
    /// The log's id.
    public let logID: Bytes16

    /// How many items the log had.
    public let size: UInt64

    /// The log's running head at that size.
    public let head: Bytes32

    /// What the server said of its log.
    /// - Parameters:
    ///   - logID: the log's id.
    ///   - size: how many items the log had.
    ///   - head: the log's running head at that size.
    public init(logID: Bytes16, size: UInt64, head: Bytes32) {
        self.logID = logID
        self.size = size
        self.head = head
    }

    /// Before any receipt: zeros.
    public static let none = Witness(logID: .zero, size: 0, head: .zero)
}
