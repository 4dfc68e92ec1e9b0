import Glibc
import RueAggregatorCore
import RueCommandLine
import RueCrypto
import RueStore

/// The state folder that a command works on.
struct Workplace {
    let folder: StateFolder
    var files: SystemStateFiles { SystemStateFiles(home: folder.path) }

    init(folder: StateFolder) {
        self.folder = folder
    }

    init(_ arguments: ParsedArguments) {
        folder = StateFolder(path: arguments.value("state") ?? Declaration.defaultState)
    }

    func identity() throws(Failure) -> ServerIdentity {
        try settingUp { () throws(SetupError) in
            try ServerIdentity(folder: folder, files: files)
        }
    }

    /// A backup stays as it was made.
    func refuseBackup() throws(Failure) {
        try settingUp { () throws(SetupError) in
            do throws(StateFileError) {
                if try files.read(folder.backupManifest) == nil { return }
            } catch {
                throw .file(error)
            }
            throw .isBackup(path: folder.path)
        }
    }

    /// The store as `serve` and `node add` open it, made when missing.
    func store(of identity: ServerIdentity) throws(Failure) -> SQLiteStore {
        try refuseBackup()
        // What a house's sensors say is nobody else's business, even in a folder that others may
        // enter.
        let mask = umask(0o077)
        defer { umask(mask) }
        return try storing { () throws(StoreError) in
            try SQLiteStore(
                path: folder.store, serverID: identity.signingKey.publicKey.keyID,
                now: SystemClock.nowMilliseconds)
        }
    }

    /// The store, which must be there.
    private func existing(
        _ open: (String) throws(StoreError) -> SQLiteStore
    ) throws(Failure) -> SQLiteStore {
        do throws(StoreError) {
            return try open(folder.store)
        } catch {
            guard error.kind == .missing else { throw Failure(error) }
            throw Failure(
                .noInput, SetupError.notSetUp(path: folder.path).description)
        }
    }

    func reader() throws(Failure) -> any StoreReader {
        let store = try existing { path throws(StoreError) in try SQLiteStore(reading: path) }
        return try storing { () throws(StoreError) in try store.makeReader() }
    }

    /// Makes the folder, where it is missing.
    func makeFolder() throws(Failure) {
        try settingUp { () throws(SetupError) in
            do throws(StateFileError) {
                try files.createFolder(folder.path)
            } catch {
                throw .file(error)
            }
        }
    }

    func writer() throws(Failure) -> any StoreWriter {
        try refuseBackup()
        let store = try existing { path throws(StoreError) in try SQLiteStore(opening: path) }
        return try storing { () throws(StoreError) in try store.makeWriter() }
    }
}
