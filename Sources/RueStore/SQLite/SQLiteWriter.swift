internal import RueSQLite
internal import RueWire

/// A connection that also writes.
final class SQLiteWriter: SQLiteReader, StoreWriter {
    func transaction<T, E: StoreFailure>(_ body: () throws(E) -> T) throws(E) -> T {
        try database.transaction(.immediate, body)
    }

    /// Runs one change.
    ///
    /// - Returns: how many rows it changed.
    @discardableResult
    func change(_ sql: String, _ values: [SQLiteValue]) throws(StoreError) -> Int {
        do throws(SQLiteError) {
            let statement = try database.cached(sql)
            try statement.bind(values)
            try statement.run()
            return database.changes
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// Runs one insertion.
    ///
    /// - Returns: the new row.
    func insert(_ sql: String, _ values: [SQLiteValue]) throws(StoreError) -> RowID {
        try change(sql, values)
        return database.lastInsertRowID
    }
}
