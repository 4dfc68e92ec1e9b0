import RueAggregatorCore
import RueCrypto
import RueStore
import RueWire
import Testing

@Suite struct NodeWatchTests {
    private let fixture: StoreFixture
    private let kitchen: NodeFixture

    init() throws {
        fixture = try StoreFixture()
        kitchen = try fixture.enrol("kitchen", seed: 1)
    }

    @Test func quietStore_hasNoNews() throws {
        var watch = try NodeWatch(reader: fixture.store.makeReader())
        #expect(try watch.news().isEmpty)
        try fixture.append("air_temperature", milli: 1, at: StoreFixture.start, to: kitchen)
        #expect(try watch.news().isEmpty)
    }

    @Test func enrolment_isToldOnceWithItsKeyWords() throws {
        var watch = try NodeWatch(reader: fixture.store.makeReader())
        let garden = try fixture.enrol("garden", seed: 2)
        let words = Proquint.keyWords(of: garden.key.publicKey.keyID)
        #expect(try watch.news() == ["node garden is enrolled: " + words])
        #expect(try watch.news().isEmpty)
    }

    @Test func nodeLearntFromItsGrant_isToldWithWhatToDo_andItsConfirmation() throws {
        var watch = try NodeWatch(reader: fixture.store.makeReader())
        let garden = try fixture.enrol("pending-garden", seed: 2)
        try fixture.writer.transaction { () throws(StoreError) in
            try fixture.writer.setStatus(.pending, node: garden.row, now: 1)
        }
        let words = Proquint.keyWords(of: garden.key.publicKey.keyID)
        let news = try watch.news()
        #expect(news.count == 1)
        #expect(news.first?.contains(words) == true)
        #expect(news.first?.contains("node confirm pending-garden NAME") == true)
        try NodeDirectory.confirm(
            "pending-garden", as: "garden", writer: fixture.writer, nowMilliseconds: 2)
        #expect(
            try watch.news()
                == ["node pending-garden is now called garden", "node garden is active"])
    }

    @Test func newKey_ofAKnownNode_isToldAsSuch() throws {
        var watch = try NodeWatch(reader: fixture.store.makeReader())
        let key = try SigningKey.generate()
        try fixture.writer.transaction { () throws(StoreError) in
            _ = try fixture.writer.addKey(
                NewKey(
                    keyID: key.publicKey.keyID, publicKey: key.publicKey.bytes, node: kitchen.row,
                    chain: kitchen.chain, now: 1))
        }
        let words = Proquint.keyWords(of: key.publicKey.keyID)
        #expect(try watch.news() == ["node kitchen has a new key: " + words])
    }

    @Test func renaming_isTold() throws {
        var watch = try NodeWatch(reader: fixture.store.makeReader())
        try NodeDirectory.rename("kitchen", to: "larder", writer: fixture.writer)
        #expect(try watch.news() == ["node kitchen is now called larder"])
        #expect(try watch.news().isEmpty)
    }

    @Test func revocation_isTold() throws {
        var watch = try NodeWatch(reader: fixture.store.makeReader())
        try NodeDirectory.revoke("kitchen", writer: fixture.writer, nowMilliseconds: 0)
        #expect(try watch.news() == ["node kitchen is revoked"])
        #expect(try watch.news().isEmpty)
    }

    @Test func alert_isToldEveryTimeItIsCountedUpAndEscaped() throws {
        var watch = try NodeWatch(reader: fixture.store.makeReader())
        for detail in ["item 5", "item 6\u{1B}"] {
            try fixture.writer.transaction { () throws(StoreError) in
                try fixture.writer.recordEvent(.fork, node: kitchen.row, detail: detail, now: 0)
            }
            let news = try watch.news()
            #expect(news.count == 1)
            #expect(news[0].hasPrefix("ALERT: node kitchen: fork: item "))
            #expect(!news[0].contains("\u{1B}"))
        }
        #expect(try watch.news().isEmpty)
    }
}
