import Foundation
import RueSQLite
import RueTestSupport
import Testing

@Suite struct DatabaseTests {
    let folder: ScratchFolder
    let path: String

    init() throws {
        folder = try ScratchFolder()
        path = folder.file("store.sqlite")
    }

    func open(_ mode: Database.Mode = .readWriteCreate) throws -> Database {
        let database = try Database(path: path, mode: mode)
        if case .readWriteCreate = mode { try database.enableDurableWrites() }
        return database
    }

    @Test func open_missingFileReadOnly_saysWhichFile() throws {
        let error = #expect(throws: SQLiteError.self) { try Database(path: path, mode: .readOnly) }
        #expect(error?.primaryCode == 14)
        #expect(error?.description.contains(path) == true)
        #expect(error?.description.contains("cannot be opened") == true)
        #expect(error?.systemError == 2)
    }

    @Test func open_fileThatIsNoDatabase_isCorrupt() throws {
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: path))
        let database = try Database(path: path, mode: .readWrite)
        let error = #expect(throws: SQLiteError.self) { try database.userVersion() }
        #expect(error?.isCorrupt == true)
    }

    @Test func immutable_awkwardName_isReadWithNothingBesideIt() throws {
        let path = folder.file("50 %41?#ü.sqlite")
        do {
            let made = try Database(path: path, mode: .readWriteCreate)
            try made.enableDurableWrites()
            try made.execute("CREATE TABLE t (a); INSERT INTO t VALUES (7)")
        }
        let database = try Database(path: path, mode: .immutable)
        #expect(try database.integer("SELECT a FROM t") == 7)
        let error = #expect(throws: SQLiteError.self) { try database.execute("DELETE FROM t") }
        #expect(error?.isReadOnly == true)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["50 %41?#ü.sqlite"])
    }

    @Test func open_unknownVFS_fails() {
        #expect(throws: SQLiteError.self) {
            try Database(path: path, mode: .readWriteCreate, vfs: "no-such-vfs")
        }
    }

    @Test func open_namedVFS_reachesTheDisk() throws {
        let database = try Database(path: path, mode: .readWriteCreate, vfs: "unix-excl")
        try database.execute("CREATE TABLE t (a)")
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func durableWrites_setWALFullAndForeignKeys() throws {
        let database = try open()
        #expect(try database.text("PRAGMA journal_mode") == "wal")
        #expect(try database.integer("PRAGMA synchronous") == 3)
        #expect(try database.integer("PRAGMA foreign_keys") == 1)
    }

    @Test func userVersion_set_isReadByAnotherConnection() throws {
        let database = try open()
        #expect(try database.userVersion() == 0)
        try database.setUserVersion(7)
        #expect(try open(.readOnly).userVersion() == 7)
    }

    @Test func dataVersion_changesOnlyWhenAnotherConnectionCommits() throws {
        let one = try open()
        let other = try open()
        try one.execute("CREATE TABLE t (a)")
        let before = try one.dataVersion()
        try one.execute("INSERT INTO t VALUES (1)")
        #expect(try one.dataVersion() == before)
        try other.execute("INSERT INTO t VALUES (2)")
        #expect(try one.dataVersion() != before)
    }

    @Test func execute_badSQL_namesTheStatement() throws {
        let error = #expect(throws: SQLiteError.self) { try open().execute("SELEC 1") }
        #expect(error?.sql == "SELEC 1")
        #expect(error?.message.contains("syntax error") == true)
    }

    @Test func prepare_emptyText_isRefused() throws {
        let database = try open()
        #expect(throws: SQLiteError.self) { try database.prepare("  -- nothing") }
    }

    @Test func cached_sameText_isTheSameStatementWithoutItsValues() throws {
        let database = try open()
        let first = try database.cached("SELECT ?")
        try first.bind(5, at: 1)
        #expect(try first.step())
        first.reset()
        let second = try database.cached("SELECT ?")
        #expect(first === second)
        #expect(try second.step())
        #expect(second.isNull(at: 0))
    }

    @Test func cached_nestedUse_givesAnotherStatement() throws {
        let database = try open()
        let outer = try database.cached("SELECT 1 UNION ALL SELECT 2")
        var pairs = 0
        while try outer.step() {
            let inner = try database.cached("SELECT 1 UNION ALL SELECT 2")
            while try inner.step() { pairs += 1 }
        }
        #expect(pairs == 4)
    }

    @Test func statement_outlivesItsDatabase() throws {
        var database: Database? = try open()
        let statement = try database?.prepare("SELECT 42")
        database = nil
        #expect(try statement?.step() == true)
        #expect(statement?.integer(at: 0) == 42)
    }

    @Test func constraint_violated_isTold() throws {
        let database = try open()
        try database.execute("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)")
        let error = #expect(throws: SQLiteError.self) {
            try database.execute("INSERT INTO t VALUES (1)")
        }
        #expect(error?.isConstraint == true)
        #expect(error?.code == 2067)
    }

    @Test func integrityCheck_sound_findsNothing() throws {
        let database = try open()
        try database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(20000))")
        #expect(try database.integrityCheck().isEmpty)
    }

    @Test func integrityCheck_damagedPage_isTold() throws {
        do {
            let database = try open()
            try database.execute(
                "CREATE TABLE t (a INTEGER PRIMARY KEY, b); CREATE INDEX i ON t (b)")
            for number in 0..<2_000 { try database.execute("INSERT INTO t (b) VALUES (\(number))") }
            try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0xff, count: 4_096))
        try file.close()
        let database = try Database(path: path, mode: .readWrite)
        var damaged = false
        do {
            damaged = try !database.integrityCheck().isEmpty
        } catch {
            damaged = error.isCorrupt
        }
        #expect(damaged)
    }
}
