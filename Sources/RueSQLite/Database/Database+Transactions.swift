internal import CSQLite

extension Database {
    /// How a transaction begins.
    public enum TransactionKind: Sendable {
        /// Takes the write lock at once, so that it cannot fail half-way for want of it.
        case immediate
        /// One consistent view for several reads.
        case deferred
    }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { sqlite3_get_autocommit(connection.handle) == 0 }

    /// Runs `body` in a transaction: commits when it returns, rolls back when it throws or when
    /// committing fails.
    ///
    /// - Parameters:
    ///   - kind: how it begins.
    ///   - body: what to do; it must not begin or end transactions itself.
    /// - Returns: what `body` returns, after the commit (with ``enableDurableWrites()``: after the
    ///   sync).
    /// - Throws: the body's error, or SQLite's wrapped in it. Nothing of the transaction is kept
    ///   then.
    public func transaction<T, E: SQLiteFailure>(
        _ kind: TransactionKind = .immediate, _ body: () throws(E) -> T
    ) throws(E) -> T {
        do throws(SQLiteError) {
            try begin(kind)
        } catch {
            throw E(sqlite: error)
        }
        let result: T
        do throws(E) {
            result = try body()
        } catch {
            rollBack()
            throw error
        }
        do throws(SQLiteError) {
            try cached("COMMIT").run()
        } catch {
            rollBack()
            throw E(sqlite: error)
        }
        return result
    }

    private func begin(_ kind: TransactionKind) throws(SQLiteError) {
        switch kind {
        case .immediate: try cached("BEGIN IMMEDIATE").run()
        case .deferred: try cached("BEGIN").run()
        }
    }

    // A full disk or a failed write may have rolled back already. A rollback that fails leaves the
    // transaction open and the error that led here is the one to tell; the next `begin` then fails
    // clearly.
    private func rollBack() {
        guard isInTransaction else { return }
        sqlite3_exec(connection.handle, "ROLLBACK", nil, nil, nil)
    }
}
