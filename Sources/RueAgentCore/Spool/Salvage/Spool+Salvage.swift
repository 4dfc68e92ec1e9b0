internal import RueCrypto
internal import RueSQLite
public import RueWire

/// What putting the file of a spool aside for a new one needs of the system.
public protocol SpoolFiles: AnyObject {
    /// Whether there is a file.
    /// - Parameter path: the file.
    /// - Returns: whether it can be seen.
    func exists(_ path: String) -> Bool

    /// Removes a file; one that is not there is no failure.
    /// - Parameter path: the file.
    /// - Throws: `SpoolError`.
    func remove(_ path: String) throws(SpoolError)

    /// Gives a file another name, in place of what has that name, durably.
    /// - Parameters:
    ///   - path: the file.
    ///   - other: its new name.
    /// - Throws: `SpoolError`.
    func rename(_ path: String, to other: String) throws(SpoolError)

    /// Is called now and then while a large file is read.
    func showLife()
}

/// What was left of a damaged spool.
public struct SalvageReport: Equatable, Sendable {
    /// How many batches were saved.
    public internal(set) var saved = 0
    /// How many batches that waited for their receipt are lost, at most: among the numbers that are
    /// missing may be some that were thinned.
    public internal(set) var lost: UInt64 = 0
    /// Whether anything shows that the file was this node's.
    var isOurs = false

    /// What happened, for a person and for the server.
    public var description: String {
        "the spool was damaged: \(saved) batches were saved of it, "
            + "\(lost) at most that waited are lost"
    }
}

extension Spool {
    /// Opens a spool; one that is damaged is replaced by a new one with all that is left of it.
    ///
    /// Of a file in which nothing of this node is found, one that is no database is put aside under
    /// the name `….damaged`, and any other is refused and left alone.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - keyID: the node's key.
    ///   - grantID: the id of the node's grant.
    ///   - limitBytes: how many bytes of messages are kept.
    ///   - files: renames and removes.
    ///   - vfs: the SQLite VFS to use, nil for the system's.
    /// - Returns: the spool, and what was saved where it was damaged.
    /// - Throws: `SpoolError`.
    public static func open(
        path: String, keyID: KeyID, grantID: MessageID, limitBytes: Int64, by files: any SpoolFiles,
        vfs: String? = nil
    ) throws(SpoolError) -> (spool: Spool, report: SalvageReport?) {
        func opened() throws(SpoolError) -> Spool {
            let spool = try Spool(
                path: path, keyID: keyID, grantID: grantID, limitBytes: limitBytes, vfs: vfs)
            spool.files = files
            return spool
        }
        try finishReplacing(path, by: files)
        do throws(SpoolError) {
            if try isLogDamaged(path, by: files, vfs) {
                throw .damaged("its log is not what was written")
            }
            return (try opened(), nil)
        } catch {
            guard error.mayBeDamage else { throw error }
            let report = try salvage(path, keyID: keyID, grantID: grantID, by: files, vfs)
            if !report.isOurs, !error.isDamage { throw error }
            try replace(path, by: files, keepingIt: report.saved == 0)
            return (try opened(), report)
        }
    }

    /// Replaces the file, in which damage was found, by a new one with all that is left of it. It is
    /// the same spool then; what was asked of it before may be gone, and the server is to be asked
    /// for its head. Blocks as long as it takes to read the file.
    ///
    /// - Parameter files: renames and removes.
    /// - Returns: what was saved.
    /// - Throws: `SpoolError`; it is still damaged then, and the next attempt may be better.
    public func mend(by files: any SpoolFiles) throws(SpoolError) -> SalvageReport {
        let report = try Self.salvage(path, keyID: keyID, grantID: grantID, by: files, vfs)
        // Lets go of the old file before another has its name.
        database = try spooling { () throws(SQLiteError) in
            try Database(path: Self.memory, mode: .readWriteCreate)
        }
        try Self.replace(path, by: files, keepingIt: report.saved == 0)
        try load()
        isDamaged = false
        return report
    }

    // MARK: Files

    /// Puts the new file in the place of the old one, in steps of which each can be the last: the
    /// old one's log may hold what the old file has not, and must not be taken for the new one's.
    private static func replace(
        _ path: String, by files: any SpoolFiles, keepingIt isKept: Bool
    ) throws(SpoolError) {
        if isKept { try files.rename(path, to: path + ".damaged") }
        if files.exists(path + "-wal") { try files.rename(path + "-wal", to: path + ".old-wal") }
        try files.rename(path + ".new", to: path)
        try files.remove(path + "-shm")
        try files.remove(path + ".old-wal")
    }

    /// Ends what a loss of power has cut short in `replace`.
    private static func finishReplacing(
        _ path: String, by files: any SpoolFiles
    ) throws(SpoolError) {
        guard files.exists(path + ".old-wal") else { return }
        if files.exists(path + ".new") { try files.rename(path + ".new", to: path) }
        try files.remove(path + "-shm")
        try files.remove(path + ".old-wal")
    }

    /// Brings what is left of a file into a new one beside it.
    private static func salvage(
        _ path: String, keyID: KeyID, grantID: MessageID, by files: any SpoolFiles, _ vfs: String?
    ) throws(SpoolError) -> SalvageReport {
        try finishReplacing(path, by: files)
        for ending in [".new", ".new-wal", ".new-shm"] { try files.remove(path + ending) }
        let (file, log) = try rawFiles(path, by: files, vfs)
        let new = try spooling { () throws(SQLiteError) in
            try Database(path: path + ".new", mode: .readWriteCreate, vfs: vfs)
        }
        try prepare(new, keyID: keyID)
        var salvage = Salvage(into: new, keyID: keyID, grantID: grantID)
        for size in PageScan.pageSizes(of: file) {
            let log = log.flatMap { LogScan($0, pageSize: size) }
            try salvage.take(PageScan(file, log: log, pageSize: size)) { files.showLife() }
        }
        let report = try salvage.finish()
        try spooling { () throws(SQLiteError) in
            try new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        return report
    }

    private static func isLogDamaged(
        _ path: String, by files: any SpoolFiles, _ vfs: String?
    ) throws(SpoolError) -> Bool {
        guard files.exists(path) else { return false }
        let (file, log) = try rawFiles(path, by: files, vfs)
        return PageScan.pageSizes(of: file).contains { size in
            log.flatMap { LogScan($0, pageSize: size) }?.isDamaged ?? false
        }
    }

    private static func rawFiles(
        _ path: String, by files: any SpoolFiles, _ vfs: String?
    ) throws(SpoolError) -> (file: RawFile, log: RawFile?) {
        try spooling { () throws(SQLiteError) in
            (
                try RawFile(path: path, vfs: vfs),
                files.exists(path + "-wal") ? try RawFile(path: path + "-wal", vfs: vfs) : nil
            )
        }
    }
}
