/// What came of one node within a part of the log.
public struct NodeArrivals: Equatable, Sendable {
    /// Whose it is.
    public let node: RowID
    /// How many batches.
    public let batches: Int64
    /// When the last of them was kept, in milliseconds since 1970.
    public let receivedMilliseconds: Int64
    /// The first and last time of their records; nil while none is known.
    public let times: ItemTimes?

    /// Puts a summary together; the meanings are those of the properties.
    public init(node: RowID, batches: Int64, receivedMilliseconds: Int64, times: ItemTimes?) {
        self.node = node
        self.batches = batches
        self.receivedMilliseconds = receivedMilliseconds
        self.times = times
    }
}
