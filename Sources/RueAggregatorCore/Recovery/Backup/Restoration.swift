import RueCrypto
import RueStore
import RueWire

/// Brings a backup back into a state folder in which nothing is.
///
/// All is put together in a folder inside and checked there; then each file takes its place, the
/// settings last. Without them the folder counts as not set up, and a run that a loss of power
/// ended is done over.
public struct Restoration {
    private let backup: StateFolder
    private let target: StateFolder
    private let files: any RecoveryFiles

    /// What is brought back is put together here.
    private var stage: StateFolder { StateFolder(path: target.path + "/restoring") }

    /// Prepares; nothing is touched yet.
    ///
    /// - Parameters:
    ///   - backup: the folder that `backup` made; it may lie on a medium that cannot be written.
    ///   - target: the state folder of the server to be.
    ///   - files: the file system.
    public init(of backup: String, into target: StateFolder, files: any RecoveryFiles) {
        self.backup = StateFolder(path: backup)
        self.target = target
        self.files = files
    }

    /// Whether there is a backup, and nothing where it is to be brought back.
    ///
    /// - Returns: what the backup says of itself.
    /// - Throws: `.missing`, `.notABackup`, `.manifest`, `.newer`, `.notEmpty`, `.file`.
    public func prepare() throws(BackupError) -> BackupManifest {
        let manifest = try manifest()
        let names = try filing { () throws(StateFileError) in try files.names(in: target.path) }
        guard let names, !names.isEmpty else { return manifest }
        // What a run left that was interrupted has no settings yet.
        let isLeft = names.contains("restoring") && !names.contains("settings.conf")
        let foreign = names.filter {
            !isLeft || !(BackupManifest.names + ["restoring"]).contains($0)
        }
        if let name = foreign.filter({ $0 != "lost+found" }).min() {
            throw .notEmpty(path: target.path, name: name)
        }
        return manifest
    }

    private func manifest() throws(BackupError) -> BackupManifest {
        let names: [String]?
        do throws(StateFileError) {
            names = try files.names(in: backup.path)
        } catch {
            throw .notABackup(path: backup.path)
        }
        guard names != nil else { throw .missing(path: backup.path) }
        let path = backup.backupManifest
        guard let text = try filing({ () throws(StateFileError) in try files.read(path) }) else {
            throw .notABackup(path: backup.path)
        }
        return try BackupManifest(parsing: String(decoding: text, as: UTF8.self), path: path)
    }

    /// Brings it back. Blocks for as long as both disks need.
    ///
    /// - Parameters:
    ///   - manifest: what ``prepare()`` gave. The target must exist by now, and belong to this
    ///     process alone.
    ///   - report: is told how many bytes are copied, and of how many.
    /// - Returns: the nodes that the backup knows, for a person to compare.
    /// - Throws: `BackupError`; nothing is left then.
    public func run(
        _ manifest: BackupManifest, _ report: (Int64, Int64) -> Void
    ) throws(BackupError) -> [NodeOverview] {
        do throws(BackupError) {
            try clear()
            try files.requireRoom(manifest.bytes, in: target.path)
            try filing { () throws(StateFileError) in try files.createFolder(stage.path) }
            try copy(manifest, report)
            try check(manifest)
            let nodes = try beginAnew()
            try takePlace()
            return nodes
        } catch {
            discard()
            throw error
        }
    }

    private func discard() {
        do throws(BackupError) {
            try clear()
        } catch {
            // The error that led here is the one to tell; the next run clears up.
        }
    }

    /// The settings first, as they come last.
    private func clear() throws(BackupError) {
        try filing { () throws(StateFileError) in
            for name in BackupManifest.names.reversed() + ["restoring"] {
                try files.remove(target.path + "/" + name)
            }
        }
    }

    private func copy(
        _ manifest: BackupManifest, _ report: (Int64, Int64) -> Void
    ) throws(BackupError) {
        var done: Int64 = 0
        for name in BackupManifest.names {
            let path = backup.path + "/" + name
            guard
                try filing({ () throws(StateFileError) in try files.names(in: backup.path) })?
                    .contains(name) == true
            else { throw .damaged(path: path, reason: "the file is missing") }
            let digest = try filing { () throws(StateFileError) in
                try files.copy(path, to: stage.path + "/" + name) {
                    report(done + $0, manifest.bytes)
                }
            }
            guard digest == manifest.files[name] else {
                throw .damaged(path: path, reason: "it is not what was once written")
            }
            done += digest.size
        }
    }

    private func check(_ manifest: BackupManifest) throws(BackupError) {
        let identity: ServerIdentity
        do throws(SetupError) {
            identity = try ServerIdentity(folder: stage, files: files)
        } catch {
            throw .setup(error)
        }
        // What an older program made is brought up to date, as its server would do.
        _ = try BackupError.wrapping { () throws(StoreError) in
            try SQLiteStore(opening: stage.store)
        }
        let serverID = identity.signingKey.publicKey.keyID
        guard serverID == manifest.serverID else {
            throw .damaged(path: backup.serverKey, reason: "the key is of another server")
        }
        try requireSound(stage.store, serverID: serverID)
    }

    private func beginAnew() throws(BackupError) -> [NodeOverview] {
        let id = try newLogID()
        return try BackupError.wrapping { () throws(StoreError) in
            let store = try SQLiteStore(opening: stage.store)
            try store.beginAnew(logID: id)
            return try NodeDirectory.allNodes(try store.makeReader())
        }
    }

    private func newLogID() throws(BackupError) -> Bytes16 {
        do throws(CryptoError) {
            return try RandomBytes.id()
        } catch {
            throw .cryptography(error.description)
        }
    }

    private func takePlace() throws(BackupError) {
        try filing { () throws(StateFileError) in
            for name in BackupManifest.names {
                try files.move(stage.path + "/" + name, to: target.path + "/" + name)
            }
            try files.remove(stage.path)
        }
    }
}
