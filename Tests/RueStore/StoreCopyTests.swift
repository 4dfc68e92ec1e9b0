import RueStore
import RueTestSupport
import RueWire
import Testing

@Suite struct StoreCopyTests {
    private let test: TestStore
    private var copy: String { test.folder.file("copy.sqlite") }

    init() throws {
        test = try TestStore()
        try test.append(test.item(1), test.item(2))
    }

    private func token(_ byte: UInt8, expires: Int64) -> TokenRecord {
        TokenRecord(
            id: [UInt8](repeating: byte, count: 8), secretHash: [UInt8](repeating: 1, count: 32),
            nodeName: "garden", createdMilliseconds: 1, expiresMilliseconds: expires)
    }

    @Test func copy_whileTheWriterWorks_isOfTheMoment() throws {
        try test.store.copy(to: copy) { _, _ in }
        try test.append(test.item(3))
        let reader = try SQLiteStore(reading: copy).makeReader()
        #expect(try reader.logState().size == 2)
        #expect(try reader.identity() == test.reader.identity())
        #expect(try reader.nodes() == test.reader.nodes())
        #expect(try SQLiteStore(reading: copy).quickCheck().isEmpty)
    }

    @Test func beginAnew_givesTheLogAnIDFromTheNextItemOn() throws {
        try test.store.copy(to: copy) { _, _ in }
        let before = try test.reader.logState()
        let store = try SQLiteStore(opening: copy)
        try store.beginAnew(logID: bytes16(0x77))
        let reader = try store.makeReader()
        let after = try reader.logState()
        #expect(after.id == bytes16(0x77))
        #expect(after.size == before.size)
        #expect(after.head == before.head)
        #expect(try reader.logSegments().map(\.afterSize) == [0, 2])
        #expect(try test.reader.logState() == before)
    }

    /// A link that was used after the backup was made would enrol a second node.
    @Test func beginAnew_endsLinksThatWereOpen() throws {
        try test.writer.transaction { () throws(StoreError) in
            try test.writer.addToken(token(1, expires: .max))
            try test.writer.addToken(token(2, expires: 5))
            try test.writer.addToken(token(3, expires: .max))
            #expect(
                try test.writer.spendToken(
                    id: [UInt8](repeating: 3, count: 8), key: bytes32(1), now: 1))
        }
        try test.store.copy(to: copy) { _, _ in }
        let store = try SQLiteStore(opening: copy)
        try store.beginAnew(logID: bytes16(0x77))
        #expect(try store.makeReader().tokens().map(\.id) == [[UInt8](repeating: 3, count: 8)])
    }
}
