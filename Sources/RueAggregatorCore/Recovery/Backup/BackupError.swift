public import RueStore

/// Why a backup was not made or not brought back. Nothing is left half-done then.
public enum BackupError: Error, Equatable, Sendable, CustomStringConvertible, StoreFailure {
    /// The state folder, or the keys in the backup, are not good.
    case setup(SetupError)
    /// The store refused.
    case store(StoreError)
    /// A file could not be read or written.
    case file(StateFileError)
    /// Something is where the backup was to be.
    case exists(path: String)
    /// There is less room than is needed.
    case noRoom(path: String, neededBytes: Int64, freeBytes: Int64)
    /// There is nothing at the path.
    case missing(path: String)
    /// The folder is no backup.
    case notABackup(path: String)
    /// What the backup says of itself cannot be read.
    case manifest(path: String, line: Int?, reason: String)
    /// A later version of the program made the backup.
    case newer(path: String)
    /// A file is not what was once written.
    case damaged(path: String, reason: String)
    /// Something is where the server was to be.
    case notEmpty(path: String, name: String)
    /// No random bytes.
    case cryptography(String)

    /// Wraps the store's error.
    ///
    /// - Parameter error: the store's.
    public init(store error: StoreError) { self = .store(error) }

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .setup(let error): error.description
        case .store(let error): error.description
        case .file(let error): error.description
        case .exists(let path):
            path + ": is there already, and no backup is ever overwritten; give another name, one "
                + "with the date in it for instance"
        case .noRoom(let path, let needed, let free):
            path + ": the disk is too full: \(Self.megabytes(needed)) are needed, and "
                + "\(Self.megabytes(free)) are free. Nothing was written"
        case .missing(let path):
            path + ": there is no such backup"
        case .notABackup(let path):
            path
                + ": is not a backup: there is no backup.conf in it. 'rue-aggregator backup' makes "
                + "one; a recovery kit is for 'rue-aggregator setup --recovery-kit'"
        case .manifest(let path, let line, let reason):
            path + (line.map { ":\($0)" } ?? "") + ": the backup is damaged: " + reason
        case .newer(let path):
            path + ": the backup was made by a newer program than this one; install that one"
        case .damaged(let path, let reason):
            path + ": the backup is damaged: " + reason + ". Nothing was brought back; take an "
                + "older backup, the nodes send what is missing in it"
        case .notEmpty(let path, let name):
            path + ": is not empty ('" + TerminalText.escaped(name) + "' is in it); a backup is "
                + "only brought back where nothing is: give another --state, or move that away"
        case .cryptography(let what): what
        }
    }

    static func megabytes(_ bytes: Int64) -> String {
        let tenths = (bytes + 99_999) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
