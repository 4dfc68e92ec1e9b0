import RueStore

/// What one worker reads the store with; opened when it is first needed, and again after a fault.
final class HouseDesk {
    private let store: any Store
    private var opened: (reader: any StoreReader, range: RangeReader)?

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

    /// Lets the connection go.
    func close() { opened = nil }
}
