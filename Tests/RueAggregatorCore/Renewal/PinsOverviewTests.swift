import RueCrypto
import RueServer
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct PinsOverviewTests {
    let house: TestHouse
    let kitchen: TestNode

    init() throws {
        house = try TestHouse()
        kitchen = try house.newNode("kitchen")
        _ = try house.newNode("attic", seed: 2)
    }

    func holdings(recovery: UInt8 = 0x22) throws -> [PinsOverview.Holding] {
        try PinsOverview(live: bytes32(0x11), recovery: bytes32(recovery), reader: house.reader)
            .nodes.map(\.holding)
    }

    /// Nodes come by name: attic, kitchen.
    @Test func nodes_withTheGrantsPins_haveThePresentOnes() throws {
        #expect(try holdings() == [.present, .present])
        #expect(try holdings(recovery: 0x33) == [.unheard, .unheard])
    }

    @Test func nodes_thatPolled_haveWhatTheySaid() throws {
        let first = Int64(house.clock.utcMilliseconds)
        _ = house.poll(try kitchen.poll(pins: UInt64(first)))
        house.api.desk.turn()
        #expect(try holdings() == [.present, .present])
        let new = PinsRecord(number: first + 5, live: bytes32(0x11), recovery: bytes32(0x33))
        try house.elsewhere { store throws(StoreError) in try store.addPins(new) }
        #expect(try holdings(recovery: 0x33) == [.unheard, .earlier(since: first)])
        _ = house.poll(try kitchen.poll(pins: UInt64(first) + 5))
        house.api.desk.turn()
        #expect(try holdings(recovery: 0x33) == [.unheard, .present])
        // A server that was not started since has not told these yet.
        #expect(try holdings(recovery: 0x44) == [.unheard, .earlier(since: first + 5)])
    }

    @Test func nodes_thatAreRevoked_needNone() throws {
        try house.revoke("attic")
        let overview = try PinsOverview(
            live: bytes32(0x11), recovery: bytes32(0x33), reader: house.reader)
        #expect(overview.missing.map(\.name) == ["kitchen"])
    }
}
