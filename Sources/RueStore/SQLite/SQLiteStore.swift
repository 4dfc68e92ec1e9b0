import Glibc
internal import RueSQLite
public import RueWire

/// A store in one SQLite file.
public final class SQLiteStore: Store {
    /// Where the file is.
    public let path: String
    /// The SQLite VFS through which the file is reached; nil for the system's.
    private let vfs: String?

    /// Opens a store that must exist, and brings an older one up to date.
    ///
    /// - Parameter path: the file.
    /// - Throws: `.missing`, `.notAStore`, `.newer`, or what the database reports.
    public init(opening path: String) throws(StoreError) {
        self.path = path
        vfs = nil
        let database = try Self.open(path, .readWrite)
        guard try Self.checkedVersion(of: database) > 0 else {
            throw StoreError(.notAStore, message: "there is no store in \(path)", sql: path)
        }
        try Self.migrate(database)
    }

    /// Opens a store, makes it when missing, and brings an older one up to date.
    ///
    /// - Parameters:
    ///   - path: the file; its folder must exist.
    ///   - serverID: the thumbprint of the server's signing key, on which the log is founded.
    ///   - now: the time, in milliseconds since 1970.
    ///   - vfs: the SQLite VFS to use, nil for the system's.
    /// - Throws: `.otherServer` when the store is founded on another key; `.notAStore`, `.newer`,
    ///   or what the database reports.
    public init(
        path: String, serverID: KeyID, now: Int64, vfs: String? = nil
    ) throws(StoreError) {
        self.path = path
        self.vfs = vfs
        let database = try Self.open(path, .readWriteCreate, vfs)
        if try Self.checkedVersion(of: database) == 0 {
            try Self.create(database, serverID: serverID, now: now)
        }
        try Self.migrate(database)
        guard try SQLiteReader(database).identity().serverID == serverID else {
            throw StoreError(
                .otherServer,
                message:
                    "the store \(path) belongs to another server key; give the server that key, "
                    + "or use another state folder", sql: path)
        }
    }

    /// Opens a store that must exist and be up to date, to read it and nothing else: a copy on a
    /// medium that cannot be written will do.
    ///
    /// - Parameter path: the file.
    /// - Throws: `.missing`, `.notAStore`, `.newer`, or what the database reports.
    public init(reading path: String) throws(StoreError) {
        self.path = path
        vfs = nil
        _ = try Self.openToRead(path)
    }

    /// Moves what is in the log beside the file into the file and empties the log, so that the file
    /// alone is whole. Waits at most half a second for readers.
    ///
    /// - Throws: what the database reports. A reader that stays in the way is no error: the log
    ///   then stays.
    public func checkpoint() throws(StoreError) {
        let database = try Self.open(path, .readWrite, vfs)
        database.setBusyTimeout(milliseconds: 500)
        do throws(SQLiteError) {
            try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// A new connection that only reads.
    public func makeReader() throws(StoreError) -> any StoreReader {
        SQLiteReader(try Self.openToRead(path, vfs))
    }

    /// A new connection that also writes.
    public func makeWriter() throws(StoreError) -> any StoreWriter {
        try makeSQLiteWriter()
    }

    /// The same, with SQLite's own pragmas in reach: for tests.
    func makeSQLiteWriter() throws(StoreError) -> SQLiteWriter {
        let database = try Self.open(path, .readWrite, vfs)
        try Self.requireCurrent(database)
        do throws(SQLiteError) {
            try database.enableDurableWrites()
            // 16 MB of pages, and no more than 64 MB of log left lying about after a burst.
            try database.execute("PRAGMA cache_size=-16000; PRAGMA journal_size_limit=67108864")
        } catch {
            throw StoreError(sqlite: error)
        }
        return SQLiteWriter(database)
    }
}

extension SQLiteStore {
    private static func open(
        _ path: String, _ mode: Database.Mode, _ vfs: String? = nil
    ) throws(StoreError) -> Database {
        do throws(SQLiteError) {
            return try Database(path: path, mode: mode, vfs: vfs)
        } catch {
            // SQLITE_CANTOPEN with ENOENT
            if error.primaryCode == 14, error.systemError == 2 {
                throw StoreError(
                    .missing, message: "there is no store at \(path)", sql: path)
            }
            throw StoreError(sqlite: error)
        }
    }

    static func openToRead(_ path: String, _ vfs: String? = nil) throws(StoreError) -> Database {
        do throws(StoreError) {
            let database =
                try hasLog(path) ? open(path, .readOnly, vfs) : openLeavingNothing(path, vfs)
            try requireCurrent(database)
            return database
        } catch {
            // A reader, too, puts files beside the store (https://sqlite.org/wal.html#readonly),
            // which fails as SQLITE_READONLY or SQLITE_CANTOPEN where nothing can be written.
            guard error.kind == .failed, [8, 14].contains(error.code & 0xff) else { throw error }
            try requireNoLog(path, error)
            let database = try openImmutable(path, vfs, orThrow: error)
            try requireCurrent(database)
            return database
        }
    }

    private static func openImmutable(
        _ path: String, _ vfs: String?, orThrow first: StoreError
    ) throws(StoreError) -> Database {
        do throws(StoreError) { return try open(path, .immutable, vfs) } catch { throw first }
    }

    /// A connection that may only read leaves the files behind that it puts beside the store; one
    /// that may write, and does not, takes them away when it is the last. Where there is no log, it
    /// has nothing to write back either.
    private static func openLeavingNothing(
        _ path: String, _ vfs: String?
    ) throws(StoreError) -> Database {
        let database = try open(path, .readWrite, vfs)
        do throws(SQLiteError) {
            try database.execute("PRAGMA query_only=1")
        } catch {
            throw StoreError(sqlite: error)
        }
        return database
    }

    private static func hasLog(_ path: String) -> Bool {
        var status = stat()
        return stat(path + "-wal", &status) == 0 && status.st_size > 0
    }

    /// Without its log a store is not whole, and the log cannot be read where nothing can be
    /// written.
    private static func requireNoLog(_ path: String, _ error: StoreError) throws(StoreError) {
        guard hasLog(path) else { return }
        throw StoreError(
            .failed, code: error.code,
            message:
                "\(path) cannot be read without its log \(path)-wal, and that not in a folder which "
                + "cannot be written; copy both to one that can", sql: path)
    }

    /// The schema's version, 0 for an empty file; refuses what is not a store of this program's
    /// time or before.
    private static func checkedVersion(of database: Database) throws(StoreError) -> Int64 {
        do throws(SQLiteError) {
            let application = try database.integer("PRAGMA application_id") ?? 0
            let version = try database.userVersion()
            if application == 0, version == 0,
                try database.integer("SELECT count(*) FROM sqlite_schema") == 0
            {
                return 0
            }
            guard application == SQLiteSchema.applicationID, version >= 0 else {
                throw SQLiteError(code: 26, message: "not a store", sql: database.path)
            }
            return version
        } catch {
            if error.primaryCode == 26 {
                throw StoreError(
                    .notAStore, code: error.code, message: "\(database.path) is not a store of Rue",
                    sql: database.path)
            }
            throw StoreError(sqlite: error)
        }
    }

    private static func requireCurrent(_ database: Database) throws(StoreError) {
        let version = try checkedVersion(of: database)
        if version > SQLiteSchema.version { throw newer(database, version) }
        guard version > 0 else {
            throw StoreError(
                .notAStore, message: "there is no store in \(database.path)", sql: database.path)
        }
        guard version == SQLiteSchema.version else {
            throw StoreError(
                .failed,
                message:
                    "the store \(database.path) is of an older version; start its server once, or, "
                    + "if it is a backup, bring it back: either brings it up to date",
                sql: database.path)
        }
    }

    private static func newer(_ database: Database, _ version: Int64) -> StoreError {
        StoreError(
            .newer,
            message:
                "the store \(database.path) is of version \(version), written by a newer program; "
                + "this one knows up to version \(SQLiteSchema.version): install the newer one",
            sql: database.path)
    }

    private static func create(
        _ database: Database, serverID: KeyID, now: Int64
    ) throws(StoreError) {
        do throws(SQLiteError) {
            // The page size must be set before anything is written, the journal mode included.
            try database.execute("PRAGMA page_size=8192")
            try database.enableDurableWrites()
            try database.transaction { () throws(SQLiteError) in
                // Another process may have been faster.
                guard try database.userVersion() == 0 else { return }
                try applyMigrations(to: database)
                try database.execute("PRAGMA application_id=\(SQLiteSchema.applicationID)")
                let store = try database.prepare("INSERT INTO store VALUES (?, ?)")
                try store.bind(serverID.bytes, at: 1)
                try store.bind(now, at: 2)
                try store.run()
                let segment = try database.prepare("INSERT INTO log_segment VALUES (0, ?)")
                try segment.bind((0..<16).map { _ in UInt8.random(in: .min ... .max) }, at: 1)
                try segment.run()
            }
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    private static func migrate(_ database: Database) throws(StoreError) {
        let version = try checkedVersion(of: database)
        if version > SQLiteSchema.version { throw newer(database, version) }
        guard version < SQLiteSchema.version else { return }
        do throws(SQLiteError) {
            try database.enableDurableWrites()
            try database.transaction { () throws(SQLiteError) in try applyMigrations(to: database) }
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    private static func applyMigrations(to database: Database) throws(SQLiteError) {
        let from = Int(try database.userVersion())
        for step in SQLiteSchema.migrations[from...] { try database.execute(step) }
        try database.setUserVersion(Int32(SQLiteSchema.version))
    }
}
