internal import CSQLite

extension Statement {
    /// Whether the column is null.
    public func isNull(at column: Int) -> Bool {
        sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    /// The column as an integer; 0 for null.
    public func integer(at column: Int) -> Int64 {
        sqlite3_column_int64(handle, Int32(column))
    }

    /// The column as an integer that was never negative when it was written; 0 for null.
    /// - Parameter column: its place, from 0.
    /// - Returns: the number.
    /// - Throws: `SQLiteError`, as of any other damage to the file, where it is.
    public func unsigned(at column: Int) throws(SQLiteError) -> UInt64 {
        guard let number = UInt64(exactly: integer(at: column)) else {
            throw SQLiteError(
                code: SQLITE_CORRUPT, message: "a number that cannot be negative is", sql: sql)
        }
        return number
    }

    /// The column as an integer, or nil for null.
    public func optionalInteger(at column: Int) -> Int64? {
        isNull(at: column) ? nil : integer(at: column)
    }

    /// The column's bytes, copied; none for null.
    public func blob(at column: Int) -> [UInt8] {
        withBlob(at: column) { [UInt8]($0) }
    }

    /// The column's bytes, copied, or nil for null.
    public func optionalBlob(at column: Int) -> [UInt8]? {
        isNull(at: column) ? nil : blob(at: column)
    }

    /// The column's bytes where they lie, valid until the statement moves on.
    public func withBlob<T>(at column: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
        let start = sqlite3_column_blob(handle, Int32(column))
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// The column as text; empty for null. Bytes that are not UTF-8 come out as U+FFFD.
    public func text(at column: Int) -> String {
        withBlob(at: column) { String(decoding: $0, as: UTF8.self) }
    }

    /// The column as text, or nil for null.
    public func optionalText(at column: Int) -> String? {
        isNull(at: column) ? nil : text(at: column)
    }
}
