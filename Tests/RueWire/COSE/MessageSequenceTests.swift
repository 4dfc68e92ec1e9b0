import Testing

@testable import RueWire

@Suite struct MessageSequenceTests {
    static let items = (1...3).map {
        Sample.message(.batch, payload: [UInt8](repeating: 0, count: $0 * 100)).encode()
    }

    static func split(_ body: [UInt8], limit: Int = 64) throws(WireError) -> [[UInt8]] {
        try MessageSequence.split(body, maximumItems: limit).map { Array(body[$0]) }
    }

    @Test func split_joinedItems_findsEach() throws {
        #expect(try Self.split(MessageSequence.join(Self.items)) == Self.items)
    }

    @Test func split_brokenItem_keepsThoseBeforeIt() throws {
        let broken = Array(Self.items[1].dropLast(1))
        let body = Self.items[0] + broken
        #expect(try Self.split(body) == [Self.items[0], broken])
        #expect(try Self.split(Self.items[0] + [0xff, 0x00]) == [Self.items[0], [0xff, 0x00]])
        #expect(throws: WireError.self) { try Envelope.decode(broken) }
    }

    @Test func split_moreItemsThanTheLimit_isRefusedByName() throws {
        let body = [UInt8](repeating: 0, count: 65)
        #expect(try Self.split(Array(body.dropLast())).count == 64)
        #expect(throws: WireError.tooManyItems(limit: 64)) { try Self.split(body) }
        #expect(throws: WireError.emptySequence) { try Self.split([]) }
    }
}
