extension Database {
    /// Write-ahead log, a full sync with every commit, foreign keys on: what is committed survives
    /// a loss of power.
    ///
    /// - Throws: SQLite's error; also when the file system cannot hold a write-ahead log.
    public func enableDurableWrites() throws(SQLiteError) {
        // EXTRA rather than FULL for the one transaction that has a rollback journal, the change of
        // mode: its folder is synced when the journal is deleted. A file system that lets a deleted
        // journal come back with a loss of power would undo everything committed since. In a
        // write-ahead log the two are the same (https://sqlite.org/pragma.html#pragma_synchronous).
        try execute("PRAGMA synchronous=EXTRA")
        let mode = try text("PRAGMA journal_mode=WAL") ?? ""
        guard mode == "wal" || mode == "memory" else {
            throw SQLiteError(
                code: 1, message: "the journal stays in mode \(mode)",
                sql: "PRAGMA journal_mode=WAL")
        }
        try execute("PRAGMA foreign_keys=ON")
    }

    /// The application's own version number in the file's header; 0 in a new file.
    public func userVersion() throws(SQLiteError) -> Int64 {
        try integer("PRAGMA user_version") ?? 0
    }

    /// Sets ``userVersion()``; part of the transaction that is open, if any.
    public func setUserVersion(_ version: Int32) throws(SQLiteError) {
        try execute("PRAGMA user_version=\(version)")
    }

    /// A number that changes whenever another connection, of this process or another, has committed
    /// a change.
    public func dataVersion() throws(SQLiteError) -> Int64 {
        try integer("PRAGMA data_version") ?? 0
    }

    /// Checks every page and index; reads the whole file.
    ///
    /// - Returns: what is wrong, one line each, at most 100; empty when all is well.
    public func integrityCheck() throws(SQLiteError) -> [String] {
        try problems("PRAGMA integrity_check")
    }

    func problems(_ check: String) throws(SQLiteError) -> [String] {
        var problems: [String] = []
        let statement = try prepare(check)
        while try statement.step() {
            let line = statement.text(at: 0)
            if line != "ok" { problems.append(line) }
        }
        return problems
    }

    /// The first column of the first row as an integer, or nil when there is no row or it is null.
    public func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try cached(sql)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.optionalInteger(at: 0)
    }

    /// The first column of the first row as text, or nil when there is no row or it is null.
    public func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try cached(sql)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.isNull(at: 0) ? nil : statement.text(at: 0)
    }
}
