import RueSQLite
import RueTestSupport
import Testing

@Suite struct TransactionTests {
    enum Refusal: SQLiteFailure, Equatable {
        case unwanted
        case store(SQLiteError)

        init(sqlite error: SQLiteError) { self = .store(error) }
    }

    let folder: ScratchFolder
    let path: String
    let database: Database

    init() throws {
        folder = try ScratchFolder()
        path = folder.file("store.sqlite")
        database = try Database(path: path, mode: .readWriteCreate)
        try database.enableDurableWrites()
        try database.execute("CREATE TABLE t (a)")
    }

    func count() throws -> Int64? { try database.integer("SELECT count(*) FROM t") }

    @Test func transaction_bodyReturns_commits() throws {
        let value = try database.transaction { () throws(SQLiteError) in
            try database.execute("INSERT INTO t VALUES (1)")
            return 5
        }
        #expect(value == 5)
        let other = try Database(path: path, mode: .readOnly)
        #expect(try other.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func transaction_bodyThrows_rollsBack() throws {
        #expect(throws: Refusal.unwanted) {
            try database.transaction { () throws(Refusal) in
                do throws(SQLiteError) {
                    try database.execute("INSERT INTO t VALUES (1)")
                } catch {
                    throw Refusal(sqlite: error)
                }
                throw Refusal.unwanted
            }
        }
        #expect(!database.isInTransaction)
        #expect(try count() == 0)
    }

    @Test func transaction_lockHeldElsewhere_isBusyAndThenWorks() throws {
        let other = try Database(path: path, mode: .readWrite)
        try other.execute("BEGIN IMMEDIATE")
        database.setBusyTimeout(milliseconds: 0)
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { () throws(SQLiteError) in }
        }
        #expect(error?.isBusy == true)
        #expect(error?.description.contains("in use by another process") == true)
        try other.execute("ROLLBACK")
        try database.transaction { () throws(SQLiteError) in }
    }

    @Test func transaction_diskFull_keepsNothingAndSaysSo() throws {
        let pages = try #require(try database.integer("PRAGMA page_count"))
        try database.execute("INSERT INTO t VALUES (1)")
        try database.execute("PRAGMA max_page_count=\(pages + 2)")
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { () throws(SQLiteError) in
                try database.execute("INSERT INTO t VALUES (2)")
                try database.execute("INSERT INTO t VALUES (zeroblob(100000))")
            }
        }
        #expect(error?.isDiskFull == true)
        #expect(error?.isInputOutput == false)
        #expect(error?.description.contains("the disk is full") == true)
        #expect(!database.isInTransaction)
        #expect(try count() == 1)
        #expect(try database.integrityCheck().isEmpty)
        try database.execute("PRAGMA max_page_count=1000000")
        try database.execute("INSERT INTO t VALUES (zeroblob(100000))")
    }

    @Test func transaction_deferred_seesOneMoment() throws {
        let reader = try Database(path: path, mode: .readOnly)
        try reader.transaction(.deferred) { () throws(SQLiteError) in
            let before = try reader.integer("SELECT count(*) FROM t")
            try database.execute("INSERT INTO t VALUES (1)")
            let after = try reader.integer("SELECT count(*) FROM t")
            #expect(before == after)
        }
        #expect(try reader.integer("SELECT count(*) FROM t") == 1)
    }
}
