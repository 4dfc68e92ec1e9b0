/// An error that can carry SQLite's, so that a transaction whose body throws it can also fail to
/// begin or commit.
public protocol SQLiteFailure: Error {
    /// Wraps SQLite's error.
    init(sqlite error: SQLiteError)
}

extension SQLiteError: SQLiteFailure {
    /// The error itself.
    public init(sqlite error: SQLiteError) { self = error }
}
