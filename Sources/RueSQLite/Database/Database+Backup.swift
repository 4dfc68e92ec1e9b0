internal import CSQLite

extension Database {
    /// Copies the whole database, as it is when this begins, into a file.
    ///
    /// Other connections go on writing meanwhile (in a write-ahead log, which grows until the copy
    /// is done): one read transaction is held over all steps, so that no commit makes the copy
    /// start again, as it would without one (https://sqlite.org/backup.html). The copy is synced
    /// when this returns, and is one file, without a log. Blocks for as long as both disks need.
    ///
    /// - Parameters:
    ///   - path: where; what is there is overwritten.
    ///   - pagesAtOnce: how many pages are copied between two reports.
    ///   - report: is told how many bytes are copied, and of how many.
    /// - Throws: what SQLite reports; what was copied until then stays at the path.
    public func copy(
        to path: String, pagesAtOnce: Int32 = 1_024,
        _ report: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws(SQLiteError) {
        let pageSize = try integer("PRAGMA page_size") ?? 0
        try transaction(.deferred) { () throws(SQLiteError) in
            // The first read, not BEGIN, takes the snapshot.
            _ = try integer("SELECT count(*) FROM sqlite_schema")
            let target = try Database(path: path, mode: .readWriteCreate)
            // Nothing to roll back to: a copy that fails is thrown away.
            try target.execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL")
            try copyPages(to: target, pagesAtOnce) { report($0 * pageSize, $1 * pageSize) }
        }
        // The copied header asks for a write-ahead log beside the file.
        try Database(path: path, mode: .readWrite).execute("PRAGMA journal_mode=DELETE")
    }

    private func copyPages(
        to target: Database, _ pagesAtOnce: Int32, _ report: (Int64, Int64) -> Void
    ) throws(SQLiteError) {
        let handle = target.connection.handle
        guard let backup = sqlite3_backup_init(handle, "main", connection.handle, "main") else {
            throw target.connection.error(sqlite3_errcode(handle), target.path)
        }
        var code = SQLITE_OK
        while code == SQLITE_OK {
            code = sqlite3_backup_step(backup, pagesAtOnce)
            let total = Int64(sqlite3_backup_pagecount(backup))
            report(total - Int64(sqlite3_backup_remaining(backup)), total)
        }
        // Tells the error of the steps once more, or that of the last sync.
        let finished = sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE, finished == SQLITE_OK else {
            throw target.connection.error(code == SQLITE_DONE ? finished : code, target.path)
        }
    }

    /// Checks every page, and not that every index holds what its table does: in much less time
    /// than ``integrityCheck()``.
    ///
    /// - Returns: what is wrong, one line each, at most 100; empty when all is well.
    /// - Throws: what SQLite reports.
    public func quickCheck() throws(SQLiteError) -> [String] {
        do throws(SQLiteError) {
            return try problems("PRAGMA quick_check")
        } catch {
            // A page so torn that the check itself cannot go on.
            guard error.isCorrupt else { throw error }
            return [error.message]
        }
    }

    /// The size of the database in bytes, what lies in a write-ahead log included.
    ///
    /// - Returns: pages times their size.
    /// - Throws: what SQLite reports.
    public func byteCount() throws(SQLiteError) -> Int64 {
        let pages = try integer("PRAGMA page_count") ?? 0
        return pages * (try integer("PRAGMA page_size") ?? 0)
    }
}
