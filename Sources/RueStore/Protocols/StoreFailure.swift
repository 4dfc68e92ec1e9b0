public import RueSQLite

/// An error that can carry the store's, so that a transaction whose body throws it can also fail to
/// commit.
public protocol StoreFailure: SQLiteFailure {
    /// Wraps the store's error.
    init(store error: StoreError)
}

extension StoreFailure {
    /// Wraps SQLite's error as the store's.
    public init(sqlite error: SQLiteError) { self.init(store: StoreError(sqlite: error)) }
}
