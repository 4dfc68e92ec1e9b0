import RueCrypto
import RueStore
import RueWire

/// Makes a backup: a folder like the state folder, with the store as it was at one moment.
///
/// A folder and not one file, so that it needs no program of its own: `verify` and `query` read it
/// as it is, and each file can be looked at with the tools that there are for it.
public struct Backup {
    private let source: StateFolder
    private let files: any RecoveryFiles

    /// Prepares; nothing is touched yet.
    ///
    /// - Parameters:
    ///   - source: the server's state folder; a server may be at work in it.
    ///   - files: the file system.
    public init(of source: StateFolder, files: any RecoveryFiles) {
        self.source = source
        self.files = files
    }

    /// Where a backup is while it is being made.
    ///
    /// - Parameter path: where it shall be.
    /// - Returns: a folder beside it.
    public static func unfinished(_ path: String) -> StateFolder {
        StateFolder(path: StateFolder(path: path).path + ".unfinished")
    }

    /// Whether a backup may be made there.
    ///
    /// - Parameter path: where it shall be.
    /// - Throws: `.exists`, `.file`.
    public func requireFree(_ path: String) throws(BackupError) {
        let names: [String]?
        do throws(StateFileError) {
            names = try files.names(in: path)
        } catch {
            throw .exists(path: path)
        }
        guard names == nil else { throw .exists(path: path) }
    }

    /// Makes it beside its place, checks it, and gives it its name when it is whole and on the
    /// disk. Blocks for as long as both disks need; a server that writes the store meanwhile does
    /// not wait.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there. The folder that ``unfinished(_:)`` names must exist,
    ///     and belong to this process alone.
    ///   - now: the time, in milliseconds since 1970.
    ///   - report: is told how many bytes of the store are copied, and of how many.
    /// - Returns: what is in it.
    /// - Throws: `BackupError`; nothing is left then.
    public func make(
        at path: String, nowMilliseconds now: Int64, _ report: (Int64, Int64) -> Void
    ) throws(BackupError) -> BackupManifest {
        let place = Self.unfinished(path)
        do throws(BackupError) {
            try clear(place)
            let manifest = try fill(place, now: now, report)
            try requireFree(path)
            try filing { () throws(StateFileError) in
                try files.remove(place.lock)
                try files.move(place.path, to: StateFolder(path: path).path)
            }
            return manifest
        } catch {
            discard(place)
            throw error
        }
    }

    private func discard(_ place: StateFolder) {
        do throws(StateFileError) {
            try files.remove(place.path)
        } catch {
            // The error that led here is the one to tell; the next run clears up.
        }
    }

    /// What an interrupted run left.
    private func clear(_ place: StateFolder) throws(BackupError) {
        try filing { () throws(StateFileError) in
            for name in try files.names(in: place.path) ?? [] {
                try files.remove(place.path + "/" + name)
            }
        }
    }

    private func fill(
        _ place: StateFolder, now: Int64, _ report: (Int64, Int64) -> Void
    ) throws(BackupError) -> BackupManifest {
        let identity = try identity()
        let serverID = identity.signingKey.publicKey.keyID
        try copyStore(to: place, report)
        for (from, to) in [
            (source.serverKey, place.serverKey), (source.tlsKey, place.tlsKey),
            (source.tlsCertificate, place.tlsCertificate), (source.settings, place.settings),
        ] {
            try filing { () throws(StateFileError) in _ = try files.copy(from, to: to) { _ in } }
        }
        let manifest = try describe(place, serverID: serverID, now: now)
        try filing { () throws(StateFileError) in
            try files.write(place.backupManifest, Array(manifest.text.utf8))
        }
        return manifest
    }

    private func identity() throws(BackupError) -> ServerIdentity {
        do throws(SetupError) {
            return try ServerIdentity(folder: source, files: files)
        } catch {
            throw .setup(error)
        }
    }

    private func copyStore(
        to place: StateFolder, _ report: (Int64, Int64) -> Void
    ) throws(BackupError) {
        let store = try BackupError.wrapping { () throws(StoreError) in
            try SQLiteStore(reading: source.store)
        }
        let needed = try BackupError.wrapping { () throws(StoreError) in try store.byteCount() }
        try files.requireRoom(needed, in: place.path)
        try BackupError.wrapping { () throws(StoreError) in
            try store.copy(to: place.store, report)
        }
    }

    /// Reads back what was written.
    private func describe(
        _ place: StateFolder, serverID: KeyID, now: Int64
    ) throws(BackupError) -> BackupManifest {
        let (nodes, log) = try checkedStore(place.store, serverID: serverID)
        var digests: [String: FileDigest] = [:]
        for name in BackupManifest.names {
            digests[name] = try filing { () throws(StateFileError) in
                try files.digest(place.path + "/" + name)
            }
        }
        return BackupManifest(
            serverID: serverID, madeMilliseconds: now, nodes: nodes, log: log, files: digests)
    }

    private func checkedStore(
        _ path: String, serverID: KeyID
    ) throws(BackupError) -> (nodes: Int, log: LogState) {
        try requireSound(path, serverID: serverID)
        return try BackupError.wrapping { () throws(StoreError) in
            let reader = try SQLiteStore(reading: path).makeReader()
            return (try reader.nodes().count, try reader.logState())
        }
    }
}

/// Runs `body` and turns its error into a backup's.
func filing<T>(_ body: () throws(StateFileError) -> T) throws(BackupError) -> T {
    do throws(StateFileError) { return try body() } catch { throw .file(error) }
}

/// A store in a backup that is of one server and whole.
func requireSound(_ path: String, serverID: KeyID) throws(BackupError) {
    let (owner, problems) = try BackupError.wrapping { () throws(StoreError) in
        let store = try SQLiteStore(reading: path)
        return (try store.makeReader().identity().serverID, try store.quickCheck())
    }
    if let problem = problems.first { throw .damaged(path: path, reason: problem) }
    guard owner == serverID else {
        throw .damaged(
            path: path,
            reason: "the store belongs to the server \(Proquint.keyWords(of: owner)), the key to "
                + Proquint.keyWords(of: serverID))
    }
}

extension RecoveryFiles {
    /// The keys and SQLite's own files take little beside the store.
    func requireRoom(_ bytes: Int64, in folder: String) throws(BackupError) {
        let needed = bytes + 1_000_000
        let free = try filing { () throws(StateFileError) in try freeBytes(folder) }
        guard free >= needed else {
            throw .noRoom(path: folder, neededBytes: needed, freeBytes: free)
        }
    }
}
