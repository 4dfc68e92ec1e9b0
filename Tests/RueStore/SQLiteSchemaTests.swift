import RueSQLite
import RueTestSupport
import Testing

@testable import RueStore

/// Stores that an older program wrote.
@Suite struct SQLiteSchemaTests {
    /// A store as it was at that version.
    private func store(version: Int, _ folder: ScratchFolder) throws -> String {
        let path = folder.file("store.sqlite")
        let database = try Database(path: path, mode: .readWriteCreate)
        for step in SQLiteSchema.migrations[..<version] { try database.execute(step) }
        try database.execute("INSERT INTO store VALUES (zeroblob(32), 5)")
        try database.execute("INSERT INTO log_segment VALUES (0, zeroblob(16))")
        try database.execute("PRAGMA application_id=\(SQLiteSchema.applicationID)")
        try database.setUserVersion(Int32(version))
        return path
    }

    @Test(arguments: 1..<Int(SQLiteSchema.version))
    func olderStore_isBroughtUpToDate_andKeepsWhatItHas(version: Int) throws {
        let folder = try ScratchFolder()
        let path = try store(version: version, folder)
        let reader = try SQLiteStore(opening: path).makeReader()
        #expect(try reader.identity().createdMilliseconds == 5)
        #expect(try Database(path: path, mode: .readOnly).userVersion() == SQLiteSchema.version)
    }

    @Test func storeOfAnImpossibleVersion_isNone() throws {
        let folder = try ScratchFolder()
        let path = try store(version: 1, folder)
        try Database(path: path, mode: .readWrite).setUserVersion(-1)
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore(path: path, serverID: TestStore.serverID, now: 0)
        }
        #expect(error?.kind == .notAStore)
    }

    @Test func tokens_ofAnOlderStore_areKnownToBeWithdrawnByTheirTime() throws {
        let folder = try ScratchFolder()
        let path = try store(version: 2, folder)
        try Database(path: path, mode: .readWrite).execute(
            """
            INSERT INTO token VALUES
                (x'01', zeroblob(32), 'kitchen', 1000, 901000, NULL),
                (x'02', zeroblob(32), 'garden', 1000, 2000, NULL)
            """)
        let tokens = try SQLiteStore(opening: path).makeReader().tokens()
        #expect(tokens.map(\.wasWithdrawn) == [false, true])
        #expect(tokens.map(\.expiresMilliseconds) == [901_000, 2_000])
    }
}
