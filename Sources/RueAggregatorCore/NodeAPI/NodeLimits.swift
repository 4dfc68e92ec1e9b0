/// How much the node port takes.
public struct NodeLimits: Equatable, Sendable {
    /// The most bytes of batches that one node may send at once after a pause: 512 MiB, twice a
    /// node's whole memory.
    public var quotaBytes: Int64 = 512 << 20
    /// The bytes of batches that one node may send in a day, in the long run: 512 MiB.
    public var quotaBytesPerDay: Int64 = 512 << 20
    /// How many requests may wait for the store.
    public var waitingRequests = 1_024
    /// How many bytes of batches may wait for the store: 64 MiB.
    public var waitingBytes = 64 << 20

    /// How long a poll is held when there is nothing to tell, in milliseconds: a minute.
    public var pollMilliseconds: UInt64 = 60_000
    /// How many polls may be held, one for each node.
    public var heldPolls = 2_048

    /// The defaults.
    public init() {}
}
