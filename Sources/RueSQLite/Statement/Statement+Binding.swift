internal import CSQLite

extension Statement {
    /// Binds an integer, or null.
    ///
    /// - Parameters:
    ///   - value: the integer; nil for null.
    ///   - index: the parameter, from 1.
    /// - Throws: a range error when the statement has no such parameter.
    public func bind(_ value: Int64?, at index: Int) throws(SQLiteError) {
        let code =
            if let value {
                sqlite3_bind_int64(handle, Int32(index), value)
            } else {
                sqlite3_bind_null(handle, Int32(index))
            }
        try connection.check(code, sql)
    }

    /// Binds bytes, copied, or null. No bytes at all are an empty blob, not null.
    ///
    /// - Parameters:
    ///   - value: the bytes; nil for null.
    ///   - index: the parameter, from 1.
    /// - Throws: a range error when the statement has no such parameter; too big above SQLite's 1
    ///   GB.
    public func bind(_ value: [UInt8]?, at index: Int) throws(SQLiteError) {
        let code =
            if let value {
                value.withUnsafeBytes { bytes in
                    rue_sqlite_bind_blob(
                        handle, Int32(index), bytes.baseAddress, Int32(bytes.count))
                }
            } else {
                sqlite3_bind_null(handle, Int32(index))
            }
        try connection.check(code, sql)
    }

    /// Binds text, copied, or null.
    ///
    /// - Parameters:
    ///   - value: the text; nil for null.
    ///   - index: the parameter, from 1.
    /// - Throws: a range error when the statement has no such parameter.
    public func bind(_ value: String?, at index: Int) throws(SQLiteError) {
        let code: Int32
        if var value {
            code = value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    rue_sqlite_bind_text(
                        handle, Int32(index), characters.baseAddress, Int32(characters.count))
                }
            }
        } else {
            code = sqlite3_bind_null(handle, Int32(index))
        }
        try connection.check(code, sql)
    }
}
