import RueCrypto
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct RotationTests {
    let house: TestHouse
    let node: TestNode

    init() throws {
        house = try TestHouse()
        node = try house.newNode("kitchen")
    }

    @Test func rotation_good_handsTheChainToTheNewKey() throws {
        let first = try node.next()
        let old = node.key
        let rotation = try node.rotate(seed: 7)
        let third = try node.next()
        _ = try house.batches(first)
        #expect(try house.receipt(house.batches(rotation)).sequence == 2)
        let receipt = try house.receipt(house.batches(third))
        #expect(receipt.sequence == 3)
        #expect(receipt.keyID == node.keyID)
        #expect(try house.items().map(\.kind) == [.batch, .rotation, .batch])
        try house.expectVerified()

        // The old key stays good for what it signed, and for nothing later.
        #expect(try house.receipt(house.batches(first)).sequence == 1)
        #expect(try house.receipt(house.batches(rotation)).sequence == 2)
        node.key = old
        #expect(try house.problem(house.batches(node.next())).code == .revoked)
        #expect(try house.problem(house.head(node.headRequest())).code == .revoked)
    }

    @Test func rotation_andWhatFollowsInOneRequest_areKept() throws {
        let items = [try node.next(), try node.rotate(seed: 7), try node.next()]
        #expect(try house.receipt(house.batches(items[0], items[1], items[2])).sequence == 3)
        #expect(try house.receipt(house.batches(items[0], items[1], items[2])).sequence == 3)
        try house.restart()
        #expect(try house.receipt(house.batches(items[1], items[2])).sequence == 3)
        #expect(try house.logSize == 3)
    }

    @Test func rotation_badProof_isQuarantinedAndChangesNothing() throws {
        let rotation = try node.rotate(seed: 7, spoilProof: true)
        let receipt = try house.receipt(house.batches(rotation))
        #expect(receipt.status == .quarantined)
        #expect(try house.receipt(house.batches(node.next())).status == .accepted)
        #expect(try house.reader.keys().count == 1)
    }

    @Test func rotation_toAnotherNodesKey_isQuarantined() throws {
        _ = try house.newNode("cellar", seed: 7)
        let receipt = try house.receipt(house.batches(node.rotate(seed: 7)))
        #expect(receipt.status == .quarantined)
        #expect(try house.reader.keys().count == 2)
    }

    @Test func rotation_backToAnOldKey_isQuarantinedAndTheNewOneStays() throws {
        _ = try house.batches(node.rotate(seed: 7))
        let current = node.key
        let receipt = try house.receipt(house.batches(node.rotate(seed: 1)))
        #expect(receipt.status == .quarantined)
        node.key = current
        #expect(try house.receipt(house.batches(node.next())).status == .accepted)
        try house.expectVerified()
    }

    @Test func rotation_forked_teachesNoKey() throws {
        let before = try node.signed()
        let rotation = try node.rotate(seed: 7)
        _ = try house.batches(before.encode())
        #expect(try house.problem(house.batches(rotation)).code == .fork)
        #expect(try house.problem(house.batches(rotation, node.next())).code == .fork)
        #expect(try house.reader.keys().count == 1)
    }
}
