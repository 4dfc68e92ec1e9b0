extension StoreFailure {
    /// Runs `body`, and throws the store's error as one of this kind.
    ///
    /// - Parameter body: asks the store for something.
    /// - Returns: what `body` does.
    /// - Throws: the store's error, wrapped.
    public static func wrapping<T>(_ body: () throws(StoreError) -> T) throws(Self) -> T {
        do throws(StoreError) { return try body() } catch { throw Self(store: error) }
    }
}
