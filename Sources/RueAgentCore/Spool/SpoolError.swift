public import RueSQLite

/// Why the spool refuses.
public enum SpoolError: Error, Equatable, Sendable, CustomStringConvertible {
    /// SQLite or the disk below it.
    case database(SQLiteError)
    /// The spool belongs to another key; its four words are given.
    case otherKey(words: String)
    /// The file was made by a later version of Rue.
    case laterVersion(Int64)
    /// What is in the file contradicts itself.
    case damaged(String)

    /// A file beside it could not be removed or renamed, in the system's words.
    case file(String)

    /// What happened and what to do, for a person.
    public var description: String {
        switch self {
        case .database(let error):
            error.description
        case .otherKey(let words):
            "the spool belongs to another key, \(words); give each node a state folder of its own "
                + "(--state DIR), bring back the key that belongs to this one, or set it aside with "
                + "'rue-agent enrol LINK --new-key'"
        case .laterVersion(let version):
            "the spool was written by a later version of Rue (format \(version)); update rue-agent"
        case .file(let what):
            "the spool's file cannot be replaced: \(what)"
        case .damaged(let what):
            "the spool is damaged: \(what)"
        }
    }

    /// The index has led to another batch than that of the number.
    static let misled = SpoolError.damaged(
        "its index leads to another batch than that of the number")

    /// Whether the file is not what was written to it: what forbids a batch that follows the head is
    /// none that was written.
    public var isDamage: Bool {
        switch self {
        case .database(let error):
            error.isCorrupt || error.isUnreadable || error.isConstraint
        case .damaged: true
        case .otherKey, .laterVersion, .file: false
        }
    }

    /// Whether damage may be the cause, if the file is this node's: of its key, or of the names of
    /// its tables.
    var mayBeDamage: Bool {
        switch self {
        case .database(let error): isDamage || error.primaryCode == 1
        case .otherKey: true
        case .damaged, .laterVersion, .file: isDamage
        }
    }

    /// Whether room on the disk is all that is missing.
    public var isDiskFull: Bool {
        if case .database(let error) = self { error.isDiskFull } else { false }
    }
}

extension SpoolError: SQLiteFailure {
    /// An error of SQLite's.
    /// - Parameter error: what SQLite reported.
    public init(sqlite error: SQLiteError) { self = .database(error) }
}

/// Runs a step against SQLite, wrapping what it throws.
func spooling<T>(_ body: () throws(SQLiteError) -> T) throws(SpoolError) -> T {
    do throws(SQLiteError) {
        return try body()
    } catch {
        throw .database(error)
    }
}
