import RueStore

/// What one worker reads the store with; opened when it is first needed, and again after a fault.
final class HouseDesk {
    private let store: any Store
    private var opened: (reader: any StoreReader, range: RangeReader)?
    private var lastFault: StoreError?

    init(store: any Store) { self.store = store }

    /// The connection and what reads ranges through it.
    ///
    /// - Throws: what the store reports.
    func open() throws(StoreError) -> (reader: any StoreReader, range: RangeReader) {
        if let opened { return opened }
        let reader = try store.makeReader()
        let made = (reader, RangeReader(reader: reader))
        opened = made
        return made
    }

    /// Notes a fault, and lets the connection go.
    ///
    /// - Returns: whether it is another one than the last: a browser that asks again and again
    ///   shall not fill the server's log.
    func isNews(_ fault: StoreError) -> Bool {
        defer { lastFault = fault }
        opened = nil
        return fault != lastFault
    }

    /// Notes that the store could be read.
    func isWell() { lastFault = nil }
}
