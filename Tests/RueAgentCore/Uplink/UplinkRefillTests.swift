import RueCrypto
import RueHTTP
import RueWire
import Testing

@testable import RueAgentCore

/// A server that goes back to before a place at which the node signed its batches anew.
@Suite struct UplinkRefillTests {
    /// Takes the server back to one of its items, and gives the node something new to send.
    private func restore(_ node: TestNode, to sequence: UInt64, value: Int64) throws {
        let kept = node.server.kept.filter { $0.key <= sequence }
        let id = sequence == 0 ? node.server.grantID : try #require(kept[sequence])
        node.server.setHead(ChainHead(sequence: sequence, id: id), keeping: kept)
        try node.fill(1, startingAt: value)
        node.run()
    }

    /// Ten batches delivered, three more signed anew behind them.
    private func repacked() throws -> TestNode {
        let node = try TestNode()
        try node.fill(10)
        node.run()
        try node.fill(3, startingAt: 10)
        try node.uplink.repack(onto: node.server.head, reason: "damaged")
        node.run()
        #expect(node.server.head.sequence == 13)
        return node
    }

    /// Ten batches delivered, three more signed anew behind another device's eleventh.
    private func forked() throws -> TestNode {
        let node = try TestNode()
        try node.fill(10)
        node.run()
        let other = try node.batch(value: 99)
        let kept = node.server.kept.merging([11: other.id]) { $1 }
        node.server.setHead(ChainHead(sequence: 11, id: other.id), keeping: kept)
        try node.fill(3, startingAt: 10)
        node.run()
        #expect(node.server.head.sequence == 14)
        return node
    }

    /// Where the node said that its ring begins, each time that it did.
    private func toldOldest(_ node: TestNode) throws -> [UInt64] {
        try node.server.requests.filter { $0.path == "/v1/head" }.compactMap { request in
            let envelope = try Envelope.decode(request.body)
            return try HeadRequestPayload(decoding: envelope.payload).oldest?.sequence
        }
    }

    @Test(arguments: [0, 1, 4, 9, 10, 12] as [UInt64])
    func serverRestoredToBeforeARepacking_isRefilledWithoutAGap(sequence: UInt64) throws {
        let node = try repacked()
        try restore(node, to: sequence, value: 13)
        #expect(node.server.kept.keys.sorted() == Array(1...14))
        #expect(node.server.head == node.spool.head)
        #expect(try toldOldest(node).isEmpty)
    }

    @Test func serverRestoredToBeforeTwoRepackings_isRefilledWithoutAGap() throws {
        let node = try repacked()
        try node.fill(2, startingAt: 13)
        try node.uplink.repack(onto: node.server.head, reason: "refused")
        node.run()
        try restore(node, to: 4, value: 15)
        try restore(node, to: 2, value: 16)
        #expect(node.server.kept.keys.sorted() == Array(1...17))
        #expect(try toldOldest(node).isEmpty)
    }

    @Test(arguments: [0, 4, 9] as [UInt64])
    func serverRestoredToBeforeAFork_lacksOnlyTheOtherDevicesItem(sequence: UInt64) throws {
        let node = try forked()
        try restore(node, to: sequence, value: 13)
        #expect(node.server.kept.keys.sorted() == Array(1...10) + Array(12...15))
        #expect(node.server.head == node.spool.head)
        #expect(try toldOldest(node) == [12])
    }

    @Test func serverOnAnotherBranchBeforeTheFork_isNotSentTheNodesOwn() throws {
        let node = try forked()
        // Its fourth item is not the node's: what the node has after its own does not follow.
        node.server.setHead(
            ChainHead(sequence: 4, id: FakeServer.pin(7)), keeping: [4: FakeServer.pin(7)])
        try node.fill(1, startingAt: 13)
        node.run()
        #expect(node.server.kept.keys.sorted() == [4, 12, 13, 14, 15])
        #expect(node.server.head == node.spool.head)
        #expect(node.log.messages(.error).filter { $0.contains("chain") }.isEmpty)
    }

    @Test func nodesOwnItemInPlaceOfTheForks_isNotSentAgain() throws {
        let node = try TestNode()
        try node.fill(10)
        node.run()
        // The tenth is another device's now, the ninth may be.
        let kept = node.server.kept.merging([10: FakeServer.pin(7)]) { $1 }
        node.server.setHead(ChainHead(sequence: 10, id: FakeServer.pin(7)), keeping: kept)
        try node.fill(2, startingAt: 10)
        node.run()
        try restore(node, to: 4, value: 12)
        #expect(node.server.kept.keys.sorted() == Array(1...9) + Array(11...13))
        #expect(node.server.head == node.spool.head)
        #expect(try toldOldest(node) == [11])
    }
}
