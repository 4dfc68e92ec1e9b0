public import RueSQLite

/// Why the store could not do what was asked. Whatever was being written is not kept.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What to do about it depends on this.
    public enum Kind: Equatable, Sendable {
        /// No room on the disk.
        case diskFull
        /// Another process kept the lock for too long.
        case busy
        /// The file is damaged, or holds what this program never writes.
        case corrupt
        /// There is no store at the path.
        case missing
        /// The file is a database of another program.
        case notAStore
        /// A newer version of this program wrote the store.
        case newer
        /// The store belongs to another server's key.
        case otherServer
        /// A rule of the schema was broken, a name taken twice for one.
        case constraint
        /// Anything else the database reports.
        case failed
    }

    /// What to do about it depends on this.
    public let kind: Kind
    /// The database's own code; 0 where the store itself refuses.
    public let code: Int32
    /// What happened, in words.
    public let message: String
    /// The statement, or the path where opening failed; never a bound value.
    public let sql: String

    /// Makes an error.
    public init(_ kind: Kind, code: Int32 = 0, message: String, sql: String) {
        self.kind = kind
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// What happened, for a person.
    public var description: String { message }
}

extension StoreError: StoreFailure {
    /// Translates SQLite's error.
    public init(sqlite error: SQLiteError) {
        let kind: Kind =
            if error.isDiskFull {
                .diskFull
            } else if error.isBusy {
                .busy
            } else if error.isCorrupt {
                .corrupt
            } else if error.isConstraint {
                .constraint
            } else {
                .failed
            }
        self.init(kind, code: error.code, message: error.description, sql: error.sql)
    }

    /// The error itself.
    public init(store error: StoreError) { self = error }
}
