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

    // MARK: What is newest, meanwhile

    /// The numbers of the batches in each request.
    private func sent(_ node: TestNode) throws -> [[UInt64]] {
        try node.server.requests.filter { $0.path == "/v1/batches" }.map { request in
            try MessageSequence.split(request.body, maximumItems: 64).map { range in
                try #require(try Envelope.decode(Array(request.body[range])).chain).sequence
            }
        }
    }

    @Test func longRefill_showsTheNewestFirst_andThenInItsTurn() throws {
        let node = try TestNode()
        try node.fill(300)
        node.run()
        let sent = try sent(node)
        #expect(sent.first == [300])
        #expect(sent.dropFirst().flatMap { $0 } == Array(1...300))
        #expect(node.deliveredValues == Array(0..<300))
        #expect(node.spool.delivered == 300)
        #expect(node.log.messages(.warning).isEmpty)
    }

    @Test func shortRefill_needsNoGlimpse() throws {
        let node = try TestNode()
        try node.fill(128)
        node.run()
        #expect(try sent(node).map(\.count) == [64, 64])
    }

    /// A batch is signed every second while ten thousand older ones are sent again: each is with
    /// the server within a second, long before its turn.
    @Test func readingsDuringARefill_areShownWithinASecond() throws {
        let node = try TestNode()
        try node.fill(10_000)
        var signed: [UInt64: UInt64] = [:]
        var seen: [UInt64: UInt64] = [:]
        var requests = 0
        var next = node.now
        let start = node.now
        // A server that takes 640 a second.
        node.server.acceptsAtMost = 8
        while node.spool.delivered < 5_000 {
            if node.now >= next {
                try node.spool.append(try node.batch(value: Int64(node.now)))
                signed[node.spool.head.sequence] = node.now
                next += 1_000
            }
            node.uplink.advance(at: node.now)
            for request in node.server.requests.dropFirst(requests) {
                guard request.path == "/v1/batches" else { continue }
                let range = try MessageSequence.split(request.body, maximumItems: 64)
                if range.count == 1 {
                    let link = try Envelope.decode(Array(request.body[range[0]])).chain
                    seen[try #require(link).sequence] = node.now
                }
            }
            requests = node.server.requests.count
            node.now += 100
        }
        #expect(node.now - start >= 5_000)
        for (sequence, time) in signed where time + 1_100 < node.now {
            let late = seen[sequence].map { $0 - time }
            #expect(late ?? .max <= 1_100, "batch \(sequence)")
        }
        #expect(signed.count >= 5)
        // And it costs the refill next to nothing.
        #expect(seen.count <= signed.count + 1)
    }

    /// Whatever a server says to a batch before its turn, the history goes on.
    @Test(arguments: [ProblemCode.malformed, .signature, .fork, .tooLarge, .mediaType])
    func glimpse_refusedOtherwise_doesNotStopTheRefill(code: ProblemCode) throws {
        let node = try TestNode()
        try node.fill(300)
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                let ranges = try? MessageSequence.split(request.body, maximumItems: 64),
                ranges.count == 1,
                let link = try? Envelope.decode(Array(request.body[ranges[0]])).chain,
                server.head.sequence + 1 < link.sequence
            else { return nil }
            return server.problem(code)
        }
        node.run()
        #expect(node.deliveredValues == Array(0..<300))
        #expect(node.log.messages(.warning).isEmpty)
        #expect(node.log.messages(.error).isEmpty)
    }
}
