import RueAggregatorCore
import RueStore

/// Writes what happens to nodes into the server's log.
struct NewsDesk {
    private var watch: NodeWatch
    private var lastFault: StoreError?

    init(store: SQLiteStore) throws(Failure) {
        watch = try storing { () throws(StoreError) in try NodeWatch(reader: store.makeReader()) }
    }

    /// A store that cannot be read just now is told once, and is no reason to stop serving.
    mutating func log() {
        do throws(StoreError) {
            for line in try watch.news() { Log.write(line) }
            lastFault = nil
        } catch {
            if error != lastFault { Log.write("cannot look for news: " + error.description) }
            lastFault = error
        }
    }
}
