import RueStore

/// Runs `body` and wraps the store's error.
func storing<T>(_ body: () throws(StoreError) -> T) throws(NodeError) -> T {
    do throws(StoreError) {
        return try body()
    } catch {
        throw .store(error)
    }
}
