import RueStore

/// What one worker reads the store with; opened when it is first needed, and again after a fault.
final class HouseDesk {
    private let store: any Store
    private let isStopping: @Sendable () -> Bool
    private var opened: (reader: any StoreReader, range: RangeReader)?
    private var lastFault: StoreError?

    /// - Parameters:
    ///   - store: what is read.
    ///   - isStopping: whether long work is to be given up.
    init(store: any Store, isStopping: @escaping @Sendable () -> Bool) {
        self.store = store
        self.isStopping = isStopping
    }

    /// The connection and what reads ranges through it.
    ///
    /// - Throws: what the store reports.
    func open() throws(StoreError) -> (reader: any StoreReader, range: RangeReader) {
        if let opened { return opened }
        let reader = try store.makeReader()
        let made = (reader, RangeReader(reader: reader, isCancelled: isStopping))
        opened = made
        return made
    }

    /// Notes a fault, and lets the connection go.
    ///
    /// - Returns: whether it is another one than the last: a browser that asks again and again
    ///   shall not fill the server's log.
    func note(_ fault: StoreError) -> Bool {
        defer { lastFault = fault }
        opened = nil
        return fault != lastFault
    }

    /// Notes that the store could be read.
    func noteSuccess() { lastFault = nil }
}
