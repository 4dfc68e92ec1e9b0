public import RueWire

/// A row's number.
public typealias RowID = Int64

/// Whose store it is.
public struct StoreIdentity: Equatable, Sendable {
    /// The thumbprint of the server's signing key; also the log's head while it is empty.
    public let serverID: KeyID
    /// When the store was made, in milliseconds since 1970.
    public let createdMilliseconds: Int64
}

/// A stretch of the log under one id. A restored store begins a new one.
public struct LogSegment: Equatable, Sendable {
    /// How many items the log had when the segment began.
    public let afterSize: Int64
    /// The id in receipts of the items that follow.
    public let id: Bytes16
}

/// The end of the log.
public struct LogState: Equatable, Sendable {
    /// How many items there are.
    public var size: Int64
    /// SHA-256(head before ‖ id of the last item); the server's id while there is none.
    public var head: Bytes32
    /// The id of the segment that the next item falls into.
    public var id: Bytes16

    /// Puts the three together.
    public init(size: Int64, head: Bytes32, id: Bytes16) {
        self.size = size
        self.head = head
        self.id = id
    }
}
