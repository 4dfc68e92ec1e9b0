internal import CSQLite

/// What SQLite refused, with the statement that it refused. Bound values are never part of it: they
/// may be secret.
public struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// SQLite's extended result code (https://sqlite.org/rescode.html).
    public let code: Int32
    /// The operating system's `errno` where SQLite could not open, read or write a file, else 0.
    public let systemError: Int32
    /// SQLite's own words.
    public let message: String
    /// The statement, or the path where opening failed.
    public let sql: String

    /// Makes an error; for tests and for callers that translate their own.
    public init(code: Int32, systemError: Int32 = 0, message: String, sql: String) {
        self.code = code
        self.systemError = systemError
        self.message = message
        self.sql = sql
    }

    /// The primary result code, 0…255.
    public var primaryCode: Int32 { code & 0xff }

    /// No room is left: on the disk, in the user's quota, or below the database's own page limit.
    ///
    /// Growing the shared-memory file fails as an I/O error rather than as SQLITE_FULL, so `errno`
    /// counts too.
    public var isDiskFull: Bool {
        primaryCode == SQLITE_FULL || systemError == Self.noSpace || systemError == Self.overQuota
    }

    /// Another connection holds the lock; the same call may succeed later.
    public var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The file is damaged, or is no database.
    public var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }

    /// The disk or its file system failed, other than by being full.
    public var isInputOutput: Bool { primaryCode == SQLITE_IOERR && !isDiskFull }

    /// A part of the file cannot be read any more, as on a card that fails.
    public var isUnreadable: Bool { code == Self.readFailure || code == Self.shortRead }

    /// A constraint (unique, foreign key, check, not null) was violated.
    public var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// The file cannot be written: its permissions or a read-only file system forbid it.
    public var isReadOnly: Bool {
        primaryCode == SQLITE_READONLY || systemError == Self.readOnlyFileSystem
    }

    /// What happened, for a person, with SQLite's words and code behind it.
    public var description: String {
        let system = systemError == 0 ? "" : ", errno \(systemError)"
        return "\(summary): \(message) (SQLite \(code)\(system)) in: \(statement)"
    }

    /// The statement in one line, for logs of one line a message.
    private var statement: String {
        sql.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    private var summary: String {
        if isDiskFull { return "the disk is full; free some space, nothing half-written was kept" }
        if isBusy { return "the database is in use by another process" }
        if isCorrupt { return "the database file is damaged or is not a database" }
        if systemError == Self.readOnlyFileSystem {
            return "the file system is read-only, as Linux makes it when a disk or card fails; "
                + "check it"
        }
        if isReadOnly {
            return "the database file cannot be written; check its owner and permissions"
        }
        if isInputOutput {
            return "the disk failed to read or write; the kernel's log (dmesg) says why"
        }
        if primaryCode == SQLITE_CANTOPEN { return "the database file cannot be opened" }
        return "the database refused"
    }

    // SQLITE_IOERR_READ and SQLITE_IOERR_SHORT_READ, which are no plain numbers in C.
    private static let readFailure = SQLITE_IOERR | 1 << 8
    private static let shortRead = SQLITE_IOERR | 2 << 8

    // Linux's ENOSPC, EDQUOT and EROFS; Embedded Swift has no module that names them.
    static let readOnlyFileSystem: Int32 = 30
    private static let noSpace: Int32 = 28
    private static let overQuota: Int32 = 122
}
