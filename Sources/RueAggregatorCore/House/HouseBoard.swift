public import RueStore

/// The latest value of every series, kept in memory by a thread that follows the log.
public final class HouseBoard: Sendable {
    private let clock: @Sendable () -> Int64

    /// Begins to follow the log.
    ///
    /// - Parameters:
    ///   - store: what to follow; the board makes a connection of its own.
    ///   - clock: the server's time, in milliseconds since 1970; called from several threads.
    ///   - log: told, in words, of faults.
    /// - Throws: when the store cannot be read, or the system gives no thread.
    public init(
        store: any Store, clock: @escaping @Sendable () -> Int64,
        log: @escaping @Sendable (String) -> Void
    ) throws(StoreError) {
        self.clock = clock
    }

    /// The house as it is now. Never waits for the store.
    ///
    /// - Returns: a copy that does not change.
    public func snapshot() -> HouseSnapshot {
        HouseSnapshot(nowMilliseconds: clock(), nodes: [], logPosition: 0)
    }

    /// Tells the thread that there is something new. Costs next to nothing, from any thread.
    public func wake() {}

    /// Ends the thread. Blocks until then.
    public func stop() {}
}
