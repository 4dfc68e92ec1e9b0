import RueSQLite
import Testing

@Suite struct SQLiteErrorTests {
    func error(_ code: Int32, errno: Int32 = 0) -> SQLiteError {
        SQLiteError(code: code, systemError: errno, message: "words", sql: "SELECT 1")
    }

    @Test(
        arguments: [
            (13, 0, "disk is full"), (778, 28, "disk is full"), (4874, 122, "disk is full"),
            (778, 5, "disk failed"), (5, 0, "in use"), (261, 0, "in use"), (11, 0, "damaged"),
            (26, 0, "not a database"), (8, 0, "cannot be written"), (14, 2, "cannot be opened"),
            (1, 0, "refused"),
        ] as [(Int32, Int32, String)])
    func description_ofEachCode_saysWhatHappened(code: Int32, errno: Int32, words: String) {
        let text = error(code, errno: errno).description
        #expect(text.contains(words), "\(text)")
        #expect(text.contains("SELECT 1"))
    }

    @Test func description_ofALongStatement_isOneLine() {
        let sql = "SELECT a,\n    b\nFROM c"
        let error = SQLiteError(code: 11, systemError: 0, message: "words", sql: sql)
        #expect(error.description.hasSuffix(" in: SELECT a, b FROM c"))
    }

    @Test func inputOutput_fullDisk_isNotAFault() {
        #expect(error(778, errno: 28).isDiskFull)
        #expect(!error(778, errno: 28).isInputOutput)
        #expect(error(778, errno: 5).isInputOutput)
    }
}
