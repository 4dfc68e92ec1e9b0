import Foundation
import RueSQLite
import RueTestSupport
import Testing

@Suite struct DatabaseBackupTests {
    private let folder: ScratchFolder
    private let source: Database

    private var path: String { folder.file("source.sqlite") }
    private var copy: String { folder.file("copy.sqlite") }

    init() throws {
        folder = try ScratchFolder()
        source = try Database(path: folder.file("source.sqlite"), mode: .readWriteCreate)
        try source.enableDurableWrites()
        try source.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)")
        try fill(1...200)
    }

    private func fill(_ numbers: ClosedRange<Int>) throws {
        try source.transaction { () throws(SQLiteError) in
            for number in numbers {
                try source.execute("INSERT INTO t VALUES (\(number), randomblob(4000))")
            }
        }
    }

    @Test func copy_isWholeAndOneFile() throws {
        try source.setUserVersion(7)
        try Database(path: path, mode: .readOnly).copy(to: copy)
        let read = try Database(path: copy, mode: .readOnly)
        #expect(try read.integer("SELECT count(*) FROM t") == 200)
        #expect(try read.userVersion() == 7)
        #expect(try read.quickCheck().isEmpty)
        #expect(try read.text("PRAGMA journal_mode") == "delete")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
    }

    /// Without a transaction held over all steps, each commit makes SQLite begin the copy again,
    /// and what is in it is of the end, not of the beginning.
    @Test func copy_whileAnotherConnectionWrites_isOfOneMomentAndHoldsNobodyUp() throws {
        source.setBusyTimeout(milliseconds: 0)
        var last: Int64 = 0
        var number = 1_000
        var failure: (any Error)?
        try Database(path: path, mode: .readOnly).copy(to: copy, pagesAtOnce: 10) { done, total in
            #expect(done >= last, "it began again")
            #expect(total >= done)
            last = done
            do {
                try fill(number...number + 3)
                number += 4
            } catch {
                failure = error
            }
        }
        #expect(failure == nil)
        #expect(number > 1_040, "nothing was written meanwhile")
        #expect(try Database(path: copy, mode: .readOnly).integer("SELECT max(n) FROM t") == 200)
        #expect(try source.integer("SELECT max(n) FROM t") == Int64(number) - 1)
    }

    @Test func quickCheck_ofATornPage_tells() throws {
        try Database(path: path, mode: .readOnly).copy(to: copy)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: copy))
        try file.seek(toOffset: 4_096 * 20)
        try file.write(contentsOf: Data(repeating: 0x55, count: 4_096 * 3))
        try file.close()
        #expect(try !Database(path: copy, mode: .readOnly).quickCheck().isEmpty)
    }

    @Test func byteCount_isTheSizeOfACopy() throws {
        try Database(path: path, mode: .readOnly).copy(to: copy)
        let size = try FileManager.default.attributesOfItem(atPath: copy)[.size] as? Int64
        #expect(try source.byteCount() == size)
    }
}
