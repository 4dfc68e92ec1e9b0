/// Where the aggregator keeps its evidence. Gives out connections; each belongs to one thread at a
/// time.
public protocol Store: AnyObject, Sendable {
    /// A new connection that only reads, and never waits for the writer.
    func makeReader() throws(StoreError) -> any StoreReader
    /// A new connection that also writes. A server makes one, for its writer thread.
    func makeWriter() throws(StoreError) -> any StoreWriter
}
