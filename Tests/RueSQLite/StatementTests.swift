import RueSQLite
import Testing

@Suite struct StatementTests {
    let database: Database

    init() throws { database = try Database(path: ":memory:", mode: .readWriteCreate) }

    @Test func bind_everyType_comesBack() throws {
        let statement = try database.prepare("SELECT ?, ?, ?, ?, typeof(?2), typeof(?3)")
        try statement.bind(Int64.min, at: 1)
        try statement.bind([0, 1, 255], at: 2)
        try statement.bind("Küche ☀", at: 3)
        try statement.bind(nil as Int64?, at: 4)
        #expect(try statement.step())
        #expect(statement.integer(at: 0) == .min)
        #expect(statement.blob(at: 1) == [0, 1, 255])
        #expect(statement.text(at: 2) == "Küche ☀")
        #expect(statement.isNull(at: 3))
        #expect(statement.optionalInteger(at: 3) == nil)
        #expect(statement.text(at: 4) == "blob")
        #expect(statement.text(at: 5) == "text")
        #expect(try !statement.step())
    }

    @Test func unsigned_ofANegativeNumber_isDamage() throws {
        let statement = try database.prepare("SELECT 7, -7")
        #expect(try statement.step())
        #expect(try statement.unsigned(at: 0) == 7)
        do throws(SQLiteError) {
            _ = try statement.unsigned(at: 1)
            Issue.record("it was taken")
        } catch {
            #expect(error.isCorrupt)
        }
    }

    @Test func bind_emptyBlobAndText_areNotNull() throws {
        let statement = try database.prepare("SELECT ?, ?")
        try statement.bind([UInt8](), at: 1)
        try statement.bind("", at: 2)
        #expect(try statement.step())
        #expect(!statement.isNull(at: 0))
        #expect(!statement.isNull(at: 1))
        #expect(statement.optionalBlob(at: 0) == [])
        #expect(statement.optionalText(at: 1) == "")
    }

    @Test func bind_nilBlobAndText_areNull() throws {
        let statement = try database.prepare("SELECT ?, ?")
        try statement.bind(nil as [UInt8]?, at: 1)
        try statement.bind(nil as String?, at: 2)
        #expect(try statement.step())
        #expect(statement.optionalBlob(at: 0) == nil)
        #expect(statement.optionalText(at: 1) == nil)
    }

    @Test func bind_missingParameter_isRefused() throws {
        let statement = try database.prepare("SELECT ?")
        let error = #expect(throws: SQLiteError.self) { try statement.bind(1, at: 2) }
        #expect(error?.primaryCode == 25)
    }

    @Test func bind_textWithNul_keepsIt() throws {
        let statement = try database.prepare("SELECT length(CAST(? AS BLOB))")
        try statement.bind("a\0b", at: 1)
        #expect(try statement.step())
        #expect(statement.integer(at: 0) == 3)
    }

    @Test func text_invalidUTF8_isReplaced() throws {
        let statement = try database.prepare("SELECT CAST(x'61FF' AS TEXT)")
        #expect(try statement.step())
        #expect(statement.text(at: 0) == "a\u{FFFD}")
    }

    @Test func step_afterTheEnd_startsAgain() throws {
        let statement = try database.prepare("SELECT 1")
        #expect(try statement.step())
        #expect(try !statement.step())
        #expect(try statement.step())
    }
}
