internal import RueSQLite
public import RueWire

extension SQLiteStore {
    /// How many bytes a copy takes at most.
    ///
    /// - Returns: the size of the database, its log included.
    /// - Throws: what the database reports.
    public func byteCount() throws(StoreError) -> Int64 {
        let database = try Self.openToRead(path)
        return try Self.storing { () throws(SQLiteError) in try database.byteCount() }
    }

    /// Copies the store as it is at this moment, while others go on writing it. The copy is one
    /// file, is on the disk when this returns, and only its owner can read it where the process's
    /// mask says so.
    ///
    /// - Parameters:
    ///   - copy: where; nothing must be there.
    ///   - report: is told how many bytes are copied, and of how many.
    /// - Throws: what the database reports, `.diskFull` for one; the unfinished copy stays.
    public func copy(
        to copy: String, _ report: (_ done: Int64, _ total: Int64) -> Void
    ) throws(StoreError) {
        let database = try Self.openToRead(path)
        try Self.storing { () throws(SQLiteError) in try database.copy(to: copy, report) }
    }

    /// Checks every page of the file.
    ///
    /// - Returns: what is wrong, one line each; empty when nothing is.
    /// - Throws: what the database reports.
    public func quickCheck() throws(StoreError) -> [String] {
        let database = try Self.openToRead(path)
        return try Self.storing { () throws(SQLiteError) in try database.quickCheck() }
    }

    /// Makes a copy that was brought back into the store of a server: from its next item on the
    /// log has another id, so that nobody takes it for the one that went on without the copy, and
    /// no link that was open when the copy was made enrols anyone. All is in the one file
    /// afterwards.
    ///
    /// - Parameter logID: the log's new id.
    /// - Throws: what the database reports.
    public func beginAnew(logID: Bytes16) throws(StoreError) {
        let writer = try makeWriter()
        try writer.transaction { () throws(StoreError) in
            try writer.beginLogSegment(id: logID)
            try writer.removeUnspentTokens(expiredBy: .max)
        }
        try checkpoint()
    }

    private static func storing<T>(
        _ body: () throws(SQLiteError) -> T
    ) throws(StoreError) -> T {
        do throws(SQLiteError) { return try body() } catch { throw StoreError(sqlite: error) }
    }
}
