import Foundation
import RueCrypto
import RueSQLite
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// Backup and restoration on real files of which any step may fail.
@Suite struct BackupTests {
    private let scratch: ScratchFolder
    private let files = FragileFiles()
    private let source: StateFolder
    private let now: Int64 = 1_767_225_600_000

    private var target: StateFolder { StateFolder(path: scratch.file("target")) }
    private var place: String { scratch.file("backup") }

    init() throws {
        scratch = try ScratchFolder()
        source = StateFolder(path: scratch.file("source"))
        var setup = Setup(folder: source, files: files)
        let report = try setup.run(hosts: ["a.local"], port: 8443, nowMilliseconds: now)
        let store = try SQLiteStore(path: source.store, serverID: report.serverID, now: now)
        let writer = try store.makeWriter()
        try writer.transaction { () throws(StoreError) in
            _ = try writer.addNode(
                name: "kitchen", baseName: "urn:dev:mac:b827ebfffe3c9a01_", status: .active,
                now: now)
        }
    }

    @discardableResult
    private func make() throws(BackupError) -> BackupManifest {
        let backup = Backup(of: source, files: files)
        try backup.requireFree(place)
        do throws(StateFileError) {
            try files.createFolder(Backup.unfinished(place).path)
        } catch {
            throw .file(error)
        }
        return try backup.make(at: place, nowMilliseconds: now) { _, _ in }
    }

    @discardableResult
    private func bringBack() throws(BackupError) -> [NodeOverview] {
        let restoration = Restoration(of: place, into: target, files: files)
        let manifest = try restoration.prepare()
        do throws(StateFileError) {
            try files.createFolder(target.path)
        } catch {
            throw .file(error)
        }
        return try restoration.run(manifest) { _, _ in }
    }

    private func names(_ folder: String) -> [String] {
        FileManager.default.subpaths(atPath: folder)?.sorted() ?? []
    }

    @Test func backup_broughtBack_isTheServerWithANewLogID() throws {
        let manifest = try make()
        #expect(names(place).count == 6)
        #expect(names(scratch.path).contains { $0.contains("unfinished") } == false)
        #expect(manifest.nodes == 1)
        let nodes = try bringBack()
        #expect(nodes.map(\.node.name) == ["kitchen"])
        #expect(names(target.path).sorted() == BackupManifest.names.sorted())
        let (old, new) = (
            try ServerIdentity(folder: source, files: files),
            try ServerIdentity(folder: target, files: files)
        )
        #expect(old.signingKey.seed == new.signingKey.seed)
        #expect(old.tls == new.tls)
        #expect(old.settings == new.settings)
        let log = try SQLiteStore(reading: target.store).makeReader().logState()
        #expect(log.id != manifest.log.id)
        #expect(log.head == manifest.log.head)
    }

    @Test func manifest_readsBack() throws {
        let manifest = try make()
        #expect(try BackupManifest(parsing: manifest.text, path: "p") == manifest)
    }

    /// Every step of making a backup fails once: nothing is left, and the next run works.
    @Test func backup_withAnyStepFailing_leavesNothing() throws {
        let before = names(scratch.path)
        let steps = try stepsOf { try make() }
        try files.remove(place)
        #expect(steps > 10)
        for step in 1..<steps {
            files.stepsUntilFailure = step
            #expect(throws: BackupError.self) { try make() }
            files.stepsUntilFailure = nil
            // Making the folder beside it is the caller's.
            if step <= 2 { try files.remove(Backup.unfinished(place).path) }
            #expect(names(scratch.path) == before, "step \(step)")
        }
        try make()
    }

    /// Every step of bringing one back fails once, the first of clearing up included: the folder is
    /// as it was, or counts as not set up and is cleared by the next run.
    @Test func restoration_withAnyStepFailing_isDoneOver() throws {
        try make()
        let steps = try stepsOf { try bringBack() }
        try files.remove(target.path)
        #expect(steps > 15)
        for step in 1..<steps {
            files.stepsUntilFailure = step
            #expect(throws: BackupError.self) { try bringBack() }
            files.stepsUntilFailure = nil
            #expect(throws: SetupError.self) { try ServerIdentity(folder: target, files: files) }
            try bringBack()
            #expect(names(target.path) == BackupManifest.names.sorted(), "step \(step)")
            try files.remove(target.path)
        }
    }

    private func stepsOf(_ body: () throws -> Void) rethrows -> Int {
        let before = files.steps
        try body()
        return files.steps - before
    }

    @Test func diskTooSmall_isFoundBeforeAnythingIsWritten() throws {
        let before = names(scratch.path)
        files.free = 1_000
        let error = #expect(throws: BackupError.self) { try make() }
        #expect(error?.description.contains("are needed, and 0.1 MB are free") == true)
        #expect(names(scratch.path) == before)
        files.free = .max
        try make()
        files.free = 1_000
        #expect(throws: BackupError.self) { try bringBack() }
        #expect(names(target.path).isEmpty)
    }

    @Test(arguments: BackupManifest.names)
    func damagedFile_isNamedAndNothingIsBroughtBack(name: String) throws {
        try make()
        let path = place + "/" + name
        var bytes = try #require(FileManager.default.contents(atPath: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: BackupError.self) { try bringBack() }
        #expect(
            error == .damaged(path: path, reason: "it is not what was once written"))
        #expect(names(target.path).isEmpty)
        try files.remove(path)
        #expect(
            #expect(throws: BackupError.self) { try bringBack() }
                == .damaged(path: path, reason: "the file is missing"))
        #expect(names(target.path).isEmpty)
    }

    /// The store of the first version, with what the steps since have added taken away.
    private func makeOlder(_ path: String) throws {
        let database = try Database(path: path, mode: .readWrite)
        try database.execute(
            "DROP TABLE pins; DROP TABLE poll; ALTER TABLE token DROP COLUMN withdrawn")
        try database.setUserVersion(1)
    }

    @Test func backup_ofAnOlderProgram_isBroughtUpToDate() throws {
        let manifest = try make()
        try makeOlder(place + "/store.sqlite")
        var changed = manifest.files
        changed["store.sqlite"] = try files.digest(place + "/store.sqlite")
        let older = BackupManifest(
            serverID: manifest.serverID, madeMilliseconds: now, nodes: 1, log: manifest.log,
            files: changed)
        try files.write(place + "/backup.conf", Array(older.text.utf8))
        #expect(try bringBack().map(\.node.name) == ["kitchen"])
        #expect(names(target.path) == BackupManifest.names.sorted())
        #expect(try SQLiteStore(reading: target.store).makeReader().polls().isEmpty)
    }

    @Test func partsOfTwoServers_areRefused() throws {
        let manifest = try make()
        let other = StateFolder(path: scratch.file("other"))
        var setup = Setup(folder: other, files: files)
        _ = try setup.run(hosts: ["b.local"], port: 8443, nowMilliseconds: now)
        // Somebody mends the manifest, too.
        let key = place + "/server.key"
        try files.remove(key)
        let digest = try files.copy(other.serverKey, to: key) { _ in }
        var changed = manifest.files
        changed["server.key"] = digest
        for id in [manifest.serverID, try KeyFile.load(path: key).publicKey.keyID] {
            let mended = BackupManifest(
                serverID: id, madeMilliseconds: now, nodes: 1, log: manifest.log, files: changed)
            try files.write(place + "/backup.conf", Array(mended.text.utf8))
            let error = #expect(throws: BackupError.self) { try bringBack() }
            #expect(error?.description.contains("belongs to") == (id != manifest.serverID))
            #expect(names(target.path).isEmpty)
        }
    }

    @Test func targetInUseOrFull_isRefused() throws {
        try make()
        try files.createFolder(target.path)
        try scratch.write("", to: "target/mine")
        #expect(
            #expect(throws: BackupError.self) { try bringBack() }
                == .notEmpty(path: target.path, name: "mine"))
        #expect(names(target.path) == ["mine"])
        try files.remove(target.path + "/mine")
        try bringBack()
        #expect(
            #expect(throws: BackupError.self) { try bringBack() }
                == .notEmpty(path: target.path, name: "server.key"))
    }

    @Test func whatIsNoBackup_isSaid() throws {
        #expect(
            #expect(throws: BackupError.self) { try bringBack() } == .missing(path: place))
        try files.createFolder(place)
        #expect(
            #expect(throws: BackupError.self) { try bringBack() } == .notABackup(path: place))
        let path = place + "/backup.conf"
        for (text, error) in [
            ("format = 2\n", BackupError.newer(path: path)),
            ("rubbish\n", .manifest(path: path, line: 1, reason: "expected 'name = value'")),
            (
                "# x\nfile = 12 3 server.key\n",
                .manifest(path: path, line: 2, reason: "names no file of a backup")
            ),
            (
                "format = 1\n",
                .manifest(path: path, line: nil, reason: "something is missing in it")
            ),
        ] {
            try files.write(path, Array(text.utf8))
            #expect(#expect(throws: BackupError.self) { try bringBack() } == error)
        }
        #expect(names(target.path).isEmpty)
    }

    /// A file name that leads out of the folder.
    @Test func manifest_withAnotherName_isRefused() throws {
        let text = try make().text.replacing(" tls.crt", with: " ../tls.crt")
        #expect(throws: BackupError.self) { try BackupManifest(parsing: text, path: "p") }
    }

    @Test func existingBackup_isNeverOverwritten() throws {
        try make()
        let before = FileManager.default.contents(atPath: place + "/backup.conf")
        #expect(throws: BackupError.exists(path: place)) { try make() }
        #expect(FileManager.default.contents(atPath: place + "/backup.conf") == before)
        try scratch.write("", to: "file")
        #expect(throws: BackupError.self) {
            try Backup(of: source, files: files).requireFree(scratch.file("file"))
        }
    }
}

/// Real files, of which any step may fail.
private final class FragileFiles: RecoveryFiles {
    var stepsUntilFailure: Int?
    var free = Int64.max
    private(set) var steps = 0
    private let manager = FileManager.default

    private func step<T>(_ path: String, _ body: () throws -> T) throws(StateFileError) -> T {
        steps += 1
        if let left = stepsUntilFailure {
            if left == 1 { stepsUntilFailure = 1_000_000 }
            if left <= 1 { throw StateFileError(path: path, reason: "planned", isDiskFull: true) }
            stepsUntilFailure = left - 1
        }
        do {
            return try body()
        } catch {
            throw StateFileError(path: path, reason: "\(error)")
        }
    }

    func createFolder(_ path: String) throws(StateFileError) {
        try step(path) {
            try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    func read(_ path: String) throws(StateFileError) -> [UInt8]? {
        try step(path) { manager.contents(atPath: path).map { [UInt8]($0) } }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws(StateFileError) {
        try step(path) {
            try #require(
                manager.createFile(
                    atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600]))
        }
    }

    func names(in folder: String) throws(StateFileError) -> [String]? {
        try step(folder) {
            guard manager.fileExists(atPath: folder) else { return nil }
            return try manager.contentsOfDirectory(atPath: folder)
        }
    }

    func remove(_ path: String) throws(StateFileError) {
        try step(path) {
            if manager.fileExists(atPath: path) { try manager.removeItem(atPath: path) }
        }
    }

    func move(_ path: String, to target: String) throws(StateFileError) {
        try step(path) { try manager.moveItem(atPath: path, toPath: target) }
    }

    func copy(
        _ path: String, to target: String, _ report: (Int64) -> Void
    ) throws(StateFileError) -> FileDigest {
        try step(path) { try manager.copyItem(atPath: path, toPath: target) }
        return try digest(target)
    }

    func digest(_ path: String) throws(StateFileError) -> FileDigest {
        try step(path) {
            let bytes = [UInt8](try #require(manager.contents(atPath: path)))
            return FileDigest(size: Int64(bytes.count), hash: SHA256.hash(bytes))
        }
    }

    func freeBytes(_ folder: String) throws(StateFileError) -> Int64 {
        try step(folder) { free }
    }
}
