internal import CSQLite

/// A compiled statement. Values are bound from index 1, columns are read from index 0, as in SQLite
/// itself.
public final class Statement {
    /// The text it was compiled from.
    public let sql: String
    let connection: Connection
    let handle: OpaquePointer

    init(connection: Connection, sql: String, persistent: Bool) throws(SQLiteError) {
        self.connection = connection
        self.sql = sql
        var compiled: OpaquePointer?
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sql.withCString {
            sqlite3_prepare_v3(connection.handle, $0, -1, flags, &compiled, nil)
        }
        guard code == SQLITE_OK else { throw connection.error(code, sql) }
        guard let compiled else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "there is no statement in it", sql: sql)
        }
        handle = compiled
    }

    deinit { sqlite3_finalize(handle) }

    /// Goes to the next row.
    ///
    /// After the last row, and after an error, the statement is reset and holds no lock. A caller
    /// that stops earlier calls ``reset()``: until then the read transaction stays open.
    ///
    /// - Returns: whether there is a row to read.
    public func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        case let code:
            let error = connection.error(code, sql)
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs to the end, ignoring rows.
    public func run() throws(SQLiteError) {
        while try step() {}
    }

    /// Ends a run before its last row. Bound values stay.
    public func reset() { sqlite3_reset(handle) }

    /// Makes every value null again.
    public func clearBindings() { sqlite3_clear_bindings(handle) }

    /// Whether it has given a row and is neither at its end nor reset.
    var isBusy: Bool { sqlite3_stmt_busy(handle) != 0 }
}
