internal import CSQLite

/// One connection to an SQLite file. Used by one thread at a time; every thread opens its own.
///
/// Calls block for as long as the disk takes, and on a lock held by another connection for at most
/// the busy timeout (5 s unless set).
public final class Database {
    /// How a file is opened.
    public enum Mode: Sendable {
        /// The file must exist and is never written (a WAL's own files may be).
        case readOnly
        /// The file must exist.
        case readWrite
        /// The file is made when missing.
        case readWriteCreate
        /// The file must exist, and nothing may change it meanwhile: nothing is locked and nothing
        /// is put beside it, so that a medium which cannot be written can be read. A write-ahead
        /// log beside it is not looked at.
        case immutable

        var flags: Int32 {
            switch self {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readWriteCreate: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            }
        }
    }

    /// The path that was opened.
    public let path: String
    let connection: Connection
    private var cache: [String: Statement] = [:]

    /// Opens a database.
    ///
    /// - Parameters:
    ///   - path: the file; ":memory:" for none.
    ///   - mode: whether it may be written and made.
    ///   - vfs: the name of a registered VFS to reach the disk through; nil for SQLite's own.
    /// - Throws: what SQLite reports, the path in place of the statement.
    public init(path: String, mode: Mode, vfs: String? = nil) throws(SQLiteError) {
        self.path = path
        // No mutex: a connection belongs to one thread at a time, as documented.
        connection = try Connection(
            path: mode == .immutable ? Self.immutableURI(path) : path,
            flags: mode.flags | SQLITE_OPEN_NOMUTEX, vfs: vfs)
        setBusyTimeout(milliseconds: 5_000)
    }

    // https://sqlite.org/uri.html: what would end the path, or be decoded, is percent-encoded.
    private static func immutableURI(_ path: String) -> String {
        var encoded: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "%"): encoded += Array("%25".utf8)
            case UInt8(ascii: "?"): encoded += Array("%3f".utf8)
            case UInt8(ascii: "#"): encoded += Array("%23".utf8)
            default: encoded.append(byte)
            }
        }
        return "file:" + String(decoding: encoded, as: UTF8.self) + "?immutable=1"
    }

    /// Runs one or more statements that take no values and whose rows nobody wants.
    public func execute(_ sql: String) throws(SQLiteError) {
        let code = sql.withCString { sqlite3_exec(connection.handle, $0, nil, nil, nil) }
        try connection.check(code, sql)
    }

    /// Compiles one statement. Prefer ``cached(_:)`` for what runs more than once.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        try Statement(connection: connection, sql: sql, persistent: false)
    }

    /// A compiled statement, kept for the next call with the same text and handed out reset, its
    /// values unbound.
    ///
    /// While a cached statement is still giving rows, another is compiled, so that nested use is
    /// safe.
    public func cached(_ sql: String) throws(SQLiteError) -> Statement {
        if let known = cache[sql] {
            if known.isBusy { return try prepare(sql) }
            known.clearBindings()
            return known
        }
        let statement = try Statement(connection: connection, sql: sql, persistent: true)
        cache[sql] = statement
        return statement
    }

    /// Waits at most this long for another connection's lock before failing as busy.
    public func setBusyTimeout(milliseconds: Int32) {
        sqlite3_busy_timeout(connection.handle, milliseconds)
    }

    /// The row id of the last row inserted by this connection.
    public var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(connection.handle) }

    /// How many rows the last insert, update or delete changed.
    public var changes: Int { Int(sqlite3_changes(connection.handle)) }
}
