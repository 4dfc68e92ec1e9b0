import Foundation
import RueSQLite
import RueStore
import RueTestSupport
import RueWire
import Testing

@Suite struct SQLiteStoreTests {
    let folder: ScratchFolder
    let path: String

    init() throws {
        folder = try ScratchFolder()
        path = folder.file("store.sqlite")
    }

    @Test func open_missing_isSaidSo() {
        let error = #expect(throws: StoreError.self) { try SQLiteStore(opening: path) }
        #expect(error?.kind == .missing)
        #expect(error?.description.contains(path) == true)
    }

    @Test func create_again_keepsIdentityAndLogID() throws {
        let first = try SQLiteStore(path: path, serverID: bytes32(1), now: 5)
        let log = try first.makeReader().logState()
        let second = try SQLiteStore(path: path, serverID: bytes32(1), now: 9)
        let reader = try second.makeReader()
        #expect(try reader.identity() == first.makeReader().identity())
        #expect(try reader.identity().createdMilliseconds == 5)
        #expect(try reader.logState() == log)
        #expect(log.size == 0)
        #expect(log.head == bytes32(1))
    }

    @Test func create_otherServerKey_isRefused() throws {
        _ = try SQLiteStore(path: path, serverID: bytes32(1), now: 5)
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore(path: path, serverID: bytes32(2), now: 5)
        }
        #expect(error?.kind == .otherServer)
    }

    @Test func open_newerVersion_isRefusedByAll() throws {
        let store = try SQLiteStore(path: path, serverID: bytes32(1), now: 5)
        try Database(path: path, mode: .readWrite).setUserVersion(999)
        #expect(throws: StoreError.self) {
            try SQLiteStore(path: path, serverID: bytes32(1), now: 5)
        }
        #expect(throws: StoreError.self) { try store.makeReader() }
        let error = #expect(throws: StoreError.self) { try SQLiteStore(opening: path) }
        #expect(error?.kind == .newer)
        #expect(error?.description.contains("999") == true)
        #expect(try Database(path: path, mode: .readOnly).userVersion() == 999)
    }

    @Test func open_databaseOfAnotherProgram_isRefusedUntouched() throws {
        try Database(path: path, mode: .readWriteCreate).execute("CREATE TABLE theirs (a)")
        let before = try folder.read("store.sqlite")
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore(path: path, serverID: bytes32(1), now: 5)
        }
        #expect(error?.kind == .notAStore)
        #expect(try folder.read("store.sqlite") == before)
    }

    @Test func open_textFile_isRefused() throws {
        try folder.write(String(repeating: "not a database ", count: 600), to: "store.sqlite")
        let error = #expect(throws: StoreError.self) { try SQLiteStore(opening: path) }
        #expect(error?.kind == .notAStore)
    }

    @Test func open_emptyFile_isNoStore() throws {
        try folder.write("", to: "store.sqlite")
        let error = #expect(throws: StoreError.self) { try SQLiteStore(opening: path) }
        #expect(error?.kind == .notAStore)
    }

    @Test func storeThatCannotBeReached_isToldByItsOwnPath() throws {
        let folder = try ScratchFolder()
        try folder.write("", to: "file")
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore(reading: folder.file("file/store.sqlite"))
        }
        // Not by the last of the ways in which it was tried.
        #expect(error?.description.contains("immutable") == false, "\(error?.description ?? "")")
    }

    @Test func reading_putsNothingIntoAnOlderOrForeignFile() throws {
        let missing = #expect(throws: StoreError.self) { try SQLiteStore(reading: path) }
        #expect(missing?.kind == .missing)
        try folder.write("", to: "store.sqlite")
        let empty = #expect(throws: StoreError.self) { try SQLiteStore(reading: path) }
        #expect(empty?.kind == .notAStore)
        #expect(try folder.read("store.sqlite").isEmpty)
    }

    @Test func reading_seesWhatTheServerHasJustCommitted() throws {
        let writer = try SQLiteStore(path: path, serverID: bytes32(1), now: 5).makeWriter()
        try writer.transaction { () throws(StoreError) in
            _ = try writer.addNode(name: "a", baseName: "urn:a_", status: .active, now: 1)
        }
        #expect(try SQLiteStore(reading: path).makeReader().nodes().map(\.name) == ["a"])
    }

    @Test(arguments: [false, true])
    func reading_whereNothingCanBePutBeside_needsNoFileThere(hasLog: Bool) throws {
        do { _ = try SQLiteStore(path: path, serverID: bytes32(1), now: 5) }
        if hasLog { try folder.write("log", to: "store.sqlite-wal") }
        // Stops root too, whom a folder without write permission does not.
        try FileManager.default.createSymbolicLink(
            atPath: path + "-shm", withDestinationPath: folder.file("none"))
        if hasLog {
            let error = #expect(throws: StoreError.self) { try SQLiteStore(reading: path) }
            #expect(error?.description.contains("store.sqlite-wal") == true)
        } else {
            let reader = try SQLiteStore(reading: path).makeReader()
            #expect(try reader.identity().serverID == bytes32(1))
            #expect(try reader.integrityCheck().isEmpty)
        }
    }

    @Test func writer_isDurable() throws {
        _ = try SQLiteStore(path: path, serverID: bytes32(1), now: 5)
        let database = try Database(path: path, mode: .readOnly)
        #expect(try database.text("PRAGMA journal_mode") == "wal")
        #expect(try database.integer("PRAGMA page_size") == 8_192)
    }

    @Test func writer_lockedByAnotherProcess_isBusy() throws {
        let store = try SQLiteStore(path: path, serverID: bytes32(1), now: 5)
        let writer = try store.makeWriter()
        let other = try Database(path: path, mode: .readWrite)
        try other.execute("BEGIN IMMEDIATE")
        other.setBusyTimeout(milliseconds: 0)
        let reader = try store.makeReader()
        #expect(try reader.nodes().isEmpty)
        try other.execute("COMMIT")
        try writer.transaction { () throws(StoreError) in }
        #expect(StoreError(sqlite: SQLiteError(code: 5, message: "", sql: "")).kind == .busy)
    }
}
