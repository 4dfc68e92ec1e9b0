import Foundation
import RueHTTP
import RueSQLite
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// A store with a page that is not as it was written.
@Suite struct DamagedStoreTests {
    private static let pageBytes = 8_192
    private static let batches = 40
    /// Three rows of some 2 KB to a page, and what reaches into it from its neighbours.
    private static let mostOfAPage = 6

    /// What a page holds (https://sqlite.org/dbstat.html).
    private enum PageKind {
        /// Items, or what of an item had no room in its page.
        case items
        /// Entries of an index of the items, each of which can be had from the items.
        case index
        /// The way to other pages, or what is needed to make sense of the items.
        case other

        init(table: String, pageType: String) {
            switch (table, pageType) {
            case ("item", "leaf"), ("item", "overflow"): self = .items
            case ("item_time", "leaf"), ("sqlite_autoindex_item_1", "leaf"): self = .index
            default: self = .other
            }
        }
    }

    private struct Sample {
        let folder: ScratchFolder
        let messages: [[UInt8]]
        let bytes: [UInt8]
        private let kinds: [Int: PageKind]

        init() throws {
            folder = try ScratchFolder()
            let house = try TestHouse(folder: folder)
            let nodes = try [
                house.newNode("kitchen", seed: 1), house.newNode("cellar", seed: 2),
            ]
            let names = (0..<60).map { "air_\($0)" }
            var messages: [[UInt8]] = []
            for index in 0..<DamagedStoreTests.batches {
                let node = nodes[index % 2]
                house.clock.advance(milliseconds: 60_000)
                messages.append(try node.next(payload: node.pack(names)))
                _ = try house.receipt(try house.batches(messages[index]))
            }
            try house.store.checkpoint()
            self.messages = messages
            bytes = try folder.read("store.sqlite")
            kinds = try Self.kinds(folder.file("store.sqlite"))
        }

        private static func kinds(_ path: String) throws -> [Int: PageKind] {
            let database = try Database(path: path, mode: .readOnly)
            let statement = try database.prepare("SELECT pageno, name, pagetype FROM dbstat")
            var kinds: [Int: PageKind] = [:]
            while try statement.step() {
                kinds[Int(statement.integer(at: 0)) - 1] = PageKind(
                    table: statement.text(at: 1), pageType: statement.text(at: 2))
            }
            return kinds
        }

        var pages: Int { bytes.count / DamagedStoreTests.pageBytes }

        /// Writes the store with some bytes of one page changed, in a folder of its own.
        func damaged(page: Int, _ random: inout SeededRandom) throws -> ScratchFolder {
            var bytes = bytes
            let start = page * DamagedStoreTests.pageBytes
            for _ in 0..<Int.random(in: 1...200, using: &random) {
                let place = Int.random(in: 0..<DamagedStoreTests.pageBytes, using: &random)
                bytes[start + place] ^= UInt8.random(in: 1...255, using: &random)
            }
            return try folder(with: bytes)
        }

        /// Writes the store as it is, in a folder of its own.
        func copy() throws -> ScratchFolder { try folder(with: bytes) }

        private func folder(with bytes: [UInt8]) throws -> ScratchFolder {
            let folder = try ScratchFolder()
            try Data(bytes).write(to: URL(fileURLWithPath: folder.file("store.sqlite")))
            return folder
        }

        /// Writes the store with each page's last row being said to be at the page's beginning,
        /// which reads as item 0 (https://sqlite.org/fileformat2.html §1.6).
        func damagedRows() throws -> ScratchFolder {
            var bytes = bytes
            for page in 1..<pages where kind(ofPage: page) == .items {
                let start = page * DamagedStoreTests.pageBytes
                guard bytes[start] == 0x0D else { continue }
                let rows = Int(bytes[start + 3]) << 8 + Int(bytes[start + 4])
                let pointer = start + 8 + 2 * (rows - 1)
                (bytes[pointer], bytes[pointer + 1]) = (0, 0)
            }
            return try folder(with: bytes)
        }

        /// Writes the store with the second place in the index of the nodes' names being the first.
        func nodeTwice() throws -> ScratchFolder {
            var bytes = bytes
            let page = try Database(path: folder.file("store.sqlite"), mode: .readOnly)
                .integer(
                    "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_node_1'")
            let pointers = (Int(try #require(page)) - 1) * DamagedStoreTests.pageBytes + 8
            bytes[(pointers + 2)..<(pointers + 4)] = bytes[pointers..<(pointers + 2)]
            return try folder(with: bytes)
        }

        func kind(ofPage page: Int) -> PageKind { kinds[page] ?? .other }
    }

    /// How many of the items can no longer be had, one by one, as they were signed.
    private func lost(_ sample: Sample, in house: TestHouse) -> Int {
        sample.messages.indices.count { index in
            do throws(StoreError) {
                let found = try house.reader.items(.log(after: Int64(index)), limit: 1).first
                return found?.bytes != sample.messages[index]
            } catch {
                return true
            }
        }
    }

    @Test func nodeThatIsThereTwice_isReported() throws {
        let folder = try Sample().nodeTwice()
        let reader = try SQLiteStore(reading: folder.file("store.sqlite")).makeReader()
        try #require(try reader.nodes().map(\.name) == ["cellar", "cellar"])
        let report = try Verifier(reader: reader).run { _, _ in }
        #expect(!report.isGood)
    }

    /// A bad block is a read that fails, not one that gives other bytes.
    @Test func blockThatCannotBeRead_costsAtMostWhatItHeld_andIsReported() throws {
        let sample = try Sample()
        var (served, told) = (0, 0)
        for page in 0..<sample.pages {
            let folder = try sample.copy()
            let disk = try UnreliableDisk()
            let start = page * Self.pageBytes
            try disk.makeUnreadable(
                start..<start + Self.pageBytes, of: folder.file("store.sqlite"))
            guard let house = try open(folder, on: disk) else { continue }
            served += 1
            let lost = lost(sample, in: house)
            switch sample.kind(ofPage: page) {
            case .items: #expect((1...Self.mostOfAPage).contains(lost), "page \(page): \(lost)")
            case .index: #expect(lost == 0, "page \(page)")
            case .other: break
            }
            let isGood = isFoundGood(house)
            #expect(lost == 0 || !isGood, "page \(page)")
            told += isGood ? 0 : 1
            try expectAnswer(from: house, to: sample.messages[0])
        }
        print("unreadable blocks: \(served) of \(sample.pages) served, \(told) told of")
        #expect(served > sample.pages / 2 && told > sample.pages / 3)
    }

    private func expectAnswer(from house: TestHouse, to message: [UInt8]) throws {
        let status = try house.batches(message).status
        #expect(
            [200, 401, 409].contains(status) || (status == 500 && !house.log.lines.isEmpty),
            "\(status), \(house.log.lines)")
    }

    private func isFoundGood(_ house: TestHouse) -> Bool {
        do throws(QueryError) {
            return try Verifier(reader: house.reader).run { _, _ in }.isGood
        } catch {
            return false
        }
    }

    @Test func page_damaged_costsAtMostWhatItHeld_andIsReported() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("damaged pages"))
        let sample = try Sample()
        var (served, refused, told) = (0, 0, 0)
        for round in 0..<(FullRun.isWanted ? 2_000 : 100) {
            let page = 1 + round % (sample.pages - 1)
            let folder = try sample.damaged(page: page, &random)
            guard let house = try open(folder) else {
                refused += 1
                continue
            }
            served += 1
            let lost = lost(sample, in: house)
            switch sample.kind(ofPage: page) {
            case .items: #expect(lost <= Self.mostOfAPage, "page \(page), seed \(random.seed)")
            case .index: #expect(lost == 0, "page \(page), seed \(random.seed)")
            case .other: break
            }
            let isGood = isFoundGood(house)
            if !isGood { told += 1 }
            #expect(lost == 0 || !isGood, "page \(page), seed \(random.seed)")
        }
        print("damaged pages: \(served) served, \(refused) refused at the start, \(told) told of")
        #expect(told > 0)
    }

    /// Nil when the store says at once that it is damaged.
    private func open(
        _ folder: ScratchFolder, on disk: UnreliableDisk? = nil
    ) throws -> TestHouse? {
        do {
            return try TestHouse(folder: folder, vfs: disk?.name)
        } catch let error as StoreError {
            #expect(
                [.corrupt, .notAStore, .otherServer, .failed, .newer].contains(error.kind),
                "\(error)")
            return nil
        }
    }

    /// Found by chance, by many damaged pages: verifying went round for ever.
    @Test(.timeLimit(.minutes(10)))
    func row_thatIsItsPagesHeader_isTold_andEndsTheReading() throws {
        let sample = try Sample()
        let folder = try sample.damagedRows()
        let house = try #require(try open(folder))
        #expect(!isFoundGood(house))
    }

    @Test func server_onADamagedStore_answersEachRequest_andTellsWhatFails() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("damaged pages, serving"))
        let sample = try Sample()
        for round in 0..<50 {
            let folder = try sample.damaged(page: 1 + round % (sample.pages - 1), &random)
            guard let house = try open(folder) else { continue }
            for message in [sample.messages[0], sample.messages[Self.batches - 1]] {
                try expectAnswer(from: house, to: message)
            }
        }
    }
}
