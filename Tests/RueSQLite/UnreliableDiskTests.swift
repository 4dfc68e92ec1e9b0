import RueSQLite
import RueTestSupport
import Testing

/// The disk that loses its power: what is synced stays, what is not is at its mercy.
@Suite struct UnreliableDiskTests {
    private let folder: ScratchFolder
    private let disk: UnreliableDisk

    init() throws {
        folder = try ScratchFolder()
        disk = try UnreliableDisk()
    }

    private func open(durably: Bool = true) throws -> Database {
        let database = try Database(
            path: folder.file("file.sqlite"), mode: .readWriteCreate, vfs: disk.name)
        try database.enableDurableWrites()
        if !durably { try database.execute("PRAGMA synchronous=OFF") }
        try database.execute("CREATE TABLE IF NOT EXISTS line(number INTEGER PRIMARY KEY, text)")
        return database
    }

    private func add(_ number: Int, to database: Database) throws {
        try database.execute("INSERT INTO line VALUES(\(number), hex(randomblob(2000)))")
    }

    /// Adds lines until the power goes.
    ///
    /// - Returns: how many insertions had returned.
    private func addUntilTheEnd(durably: Bool) throws -> Int {
        let database = try open(durably: durably)
        var count = 0
        do {
            while count < 1_000 {
                try add(count + 1, to: database)
                count += 1
            }
        } catch {
            #expect(disk.isOff, "\(error)")
        }
        return count
    }

    @Test func synced_survivesEveryLossOfPower() throws {
        for operation in 12..<60 {
            let (folder, disk) = (try ScratchFolder(), try UnreliableDisk())
            let tests = UnreliableDiskTests(folder: folder, disk: disk)
            _ = try tests.open()
            disk.cutPower(atOperation: operation, seed: UInt64(operation))
            let count = try tests.addUntilTheEnd(durably: true)
            try disk.restorePower()
            let database = try tests.open()
            let kept = try database.integer("SELECT count(*) FROM line") ?? 0
            #expect(kept == count || kept == count + 1)
            #expect(try database.integrityCheck().isEmpty)
        }
    }

    private init(folder: ScratchFolder, disk: UnreliableDisk) {
        (self.folder, self.disk) = (folder, disk)
    }

    @Test(arguments: ["synchronous=OFF", "a lying disk"])
    func unsynced_isLost(because: String) throws {
        var lost = 0
        for seed in 0..<16 {
            let (folder, disk) = (try ScratchFolder(), try UnreliableDisk())
            let tests = UnreliableDiskTests(folder: folder, disk: disk)
            _ = try tests.open()
            disk.ignoreSyncs(because == "a lying disk")
            disk.cutPower(atOperation: 60, seed: UInt64(seed))
            let count = try tests.addUntilTheEnd(durably: because == "a lying disk")
            try disk.restorePower()
            do {
                let database = try Database(
                    path: folder.file("file.sqlite"), mode: .readWrite, vfs: disk.name)
                let kept = try database.integer("SELECT count(*) FROM line") ?? 0
                let isWhole = try database.integrityCheck().isEmpty
                if kept < count || !isWhole { lost += 1 }
            } catch {
                lost += 1
            }
        }
        print("unreliable disk, \(because): \(lost) of 16 losses of power lost something")
        #expect(lost >= 8)
    }

    @Test func unsynced_comesOutTorn() throws {
        var mixed = 0
        for seed in 0..<32 {
            let (folder, disk) = (try ScratchFolder(), try UnreliableDisk())
            let tests = UnreliableDiskTests(folder: folder, disk: disk)
            _ = try tests.open()
            disk.ignoreSyncs()
            disk.cutPower(atOperation: 30, seed: UInt64(seed))
            _ = try tests.addUntilTheEnd(durably: true)
            let before = try folder.read("file.sqlite-wal")
            try disk.restorePower()
            let after = try folder.read("file.sqlite-wal")
            let sectors = stride(from: 0, to: min(before.count, after.count), by: 512).map {
                before[$0..<min($0 + 512, before.count, after.count)]
                    == after[$0..<min($0 + 512, before.count, after.count)]
            }
            if sectors.contains(true), sectors.dropFirst().contains(false) { mixed += 1 }
        }
        #expect(mixed >= 8)
    }

    @Test func power_once_away_answersNothing() throws {
        let database = try open()
        disk.cutPower(atOperation: 1, seed: 1)
        #expect(throws: SQLiteError.self) { try add(1, to: database) }
        #expect(disk.isOff)
        #expect(throws: SQLiteError.self) { try add(2, to: database) }
        #expect(throws: SQLiteError.self) {
            _ = try Database(path: folder.file("other"), mode: .readWriteCreate, vfs: disk.name)
                .integer("SELECT count(*) FROM sqlite_schema")
        }
    }

    @Test func fullDisk_saysSo_andWorksAgain() throws {
        let database = try open()
        disk.fail(fromOperation: 1, code: 13)
        do {
            try add(1, to: database)
            Issue.record("the disk was not full")
        } catch let error as SQLiteError {
            #expect(error.isDiskFull)
        }
        disk.work()
        try add(1, to: database)
        #expect(try database.integer("SELECT count(*) FROM line") == 1)
    }

    @Test func counts_areThoseOfTheWrites() throws {
        let database = try open()
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA wal_autocheckpoint=0")
        let (bytes, syncs) = (disk.bytesWritten, disk.syncs)
        try database.execute("INSERT INTO line VALUES(1, 'x')")
        // The log's header, and a frame of header and page (https://sqlite.org/fileformat2.html
        // §4.1); a new header is synced by itself.
        #expect(disk.bytesWritten - bytes == 32 + 24 + 4096)
        #expect((1...2).contains(disk.syncs - syncs))
    }
}
