import RueCrypto
import RueHTTP
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct UplinkConflictTests {
    /// A node whose ten batches are delivered.
    private func settled() throws -> TestNode {
        let node = try TestNode()
        try node.fill(10)
        node.run()
        #expect(node.spool.delivered == 10)
        return node
    }

    @Test func serverWithOlderHead_isRefilled() throws {
        let node = try settled()
        let kept = node.server.kept.filter { $0.key <= 4 }
        let id = try #require(kept[4])
        node.server.setHead(ChainHead(sequence: 4, id: id), keeping: kept)
        try node.fill(1, startingAt: 10)
        node.run()
        #expect(node.server.head.sequence == 11)
        #expect(node.server.kept.count == 11)
        #expect(node.spool.delivered == 11)
        #expect(node.log.messages(.warning).contains { $0.contains("lacks what follows batch 4") })
    }

    @Test func emptiedServer_learnsNodeFromGrant_andIsRefilled() throws {
        let node = try settled()
        node.server.knowsNode = false
        node.server.setHead(ChainHead(sequence: 0, id: node.server.grantID), keeping: [:])
        try node.fill(1, startingAt: 10)
        node.run()
        #expect(node.server.head.sequence == 11)
        #expect(node.spool.delivered == 11)
    }

    @Test func ringWithoutTheOldest_tellsWhereItBegins() throws {
        let node = try TestNode(limitBytes: 2000)
        try node.fill(10)
        node.run()
        node.server.setHead(ChainHead(sequence: 0, id: node.server.grantID), keeping: [:])
        try node.fill(1, startingAt: 10)
        let first = try #require(try node.spool.firstKept(after: 0))
        #expect(first > 2)
        node.run()
        #expect(node.server.head.sequence == 11)
        #expect(node.server.kept.keys.min() == first)
    }

    @Test func fork_isRepackedBehindTheServersHead_nothingLost() throws {
        let node = try settled()
        // Another device with the same key went on from the tenth item.
        let ten = node.spool.head
        let other = try node.batch(value: 99, after: ten)
        var kept = node.server.kept
        kept[11] = other.id
        node.server.setHead(ChainHead(sequence: 11, id: other.id), keeping: kept)
        try node.fill(3, startingAt: 10)
        node.run()
        #expect(node.deliveredValues == Array(0..<13))
        #expect(node.server.head.sequence == 14)
        #expect(node.spool.undelivered == 0)
        let reasons = node.server.records.filter { $0.name.hasSuffix("node_repacked") }
        #expect(reasons.count == 3)
        #expect(reasons.allSatisfy { $0.value == .text("fork") })
        #expect(node.server.records.filter { $0.name.hasSuffix("air_temperature") }.count == 13)
    }

    @Test func forkBehindALostReceipt_repeatsNothing() throws {
        let node = try settled()
        // The server has two more; their receipt was lost, and another device went on from them.
        try node.fill(2, startingAt: 10)
        var kept = node.server.kept
        for sequence in [11, 12] as [UInt64] {
            kept[sequence] = try node.spool.id(of: sequence)
        }
        let other = try node.batch(value: 99, after: node.spool.head)
        kept[13] = other.id
        node.server.setHead(ChainHead(sequence: 13, id: other.id), keeping: kept)
        try node.fill(1, startingAt: 12)
        node.uplink.headNeed = .plain  // as after a start
        node.run()
        #expect(node.server.head.sequence == 14)
        #expect(node.spool.undelivered == 0)
        #expect(node.deliveredValues == Array(0..<10) + [12])
    }

    @Test func wrongPrev_isRepackedToo() throws {
        let node = try settled()
        let kept = node.server.kept.filter { $0.key < 10 }
        node.server.setHead(
            ChainHead(sequence: 10, id: FakeServer.pin(7)),
            keeping: kept.merging([10: FakeServer.pin(7)]) { $1 })
        try node.fill(2, startingAt: 10)
        node.run()
        #expect(node.server.head.sequence == 12)
        #expect(node.deliveredValues == Array(0..<12))
        #expect(node.spool.undelivered == 0)
    }

    @Test func headAheadAtStart_isSignedOnFrom() throws {
        let node = try TestNode()
        node.server.setHead(ChainHead(sequence: 7, id: FakeServer.pin(7)), keeping: [:])
        node.run()
        #expect(node.spool.head.sequence == 7)
        try node.fill(2)
        node.run()
        #expect(node.server.head.sequence == 9)
        #expect(node.deliveredValues == [0, 1])
    }

    @Test func contradictingServer_doesNotMakeTheNodeSpin() throws {
        let node = try TestNode()
        try node.fill(3)
        node.run()
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                let ranges = try? MessageSequence.split(request.body, maximumItems: 64),
                let first = ranges.first,
                let item = try? Envelope.decode(Array(request.body[first])),
                let head = try? server.signedHead(
                    nonce: Bytes16(item.messageID.bytes.prefix(16)) ?? .zero)
            else { return nil }
            return server.problem(.gap, head: head)
        }
        try node.fill(1, startingAt: 3)
        let before = node.server.requests.count
        node.run(forMilliseconds: 60_000)
        #expect(node.server.requests.count - before < 20)
        node.server.override = nil
        node.run(forMilliseconds: 300_000)
        #expect(node.deliveredValues == [0, 1, 2, 3])
    }

    /// As the index of a spool does whose card has changed it.
    @Test func spoolThatLeadsBack_doesNotMakeTheNodeSpin() throws {
        let node = try settled()
        try node.fill(1, startingAt: 10)
        node.run()
        let attempts = node.uplink.attempts
        for _ in 0..<3 {
            node.uplink.cursor = 1
            node.run(forMilliseconds: 60_000)
        }
        #expect(node.spool.isDamaged)
        #expect(node.uplink.attempts - attempts < 40)
        #expect(node.log.messages(.warning).contains { $0.contains("leads back to batch") })
        // Mended, it begins with the server's head.
        node.uplink.startOver()
        try node.fill(1, startingAt: 11)
        node.run()
        #expect(node.spool.delivered == 12)
    }

    @Test func conflictHead_withForeignNonce_changesNothing() throws {
        let node = try TestNode()
        try node.fill(3)
        let head = try node.server.signedHead(nonce: .zero)
        node.server.override = { [unowned server = node.server] request in
            request.path == "/v1/batches" ? server.problem(.fork, head: head) : nil
        }
        let before = node.spool.head
        node.run(forMilliseconds: 5000)
        #expect(node.spool.head == before)
        #expect(node.uplink.state == .backoff)
    }

    @Test func tooLarge_isHalvedUntilItFits() throws {
        let node = try TestNode()
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                let items = try? MessageSequence.split(request.body, maximumItems: 64)
            else { return nil }
            return items.count > 9 ? server.problem(.tooLarge) : nil
        }
        try node.fill(40)
        node.run()
        #expect(node.deliveredValues == Array(0..<40))
    }

    @Test func requests_growAgain_onceTheServerTakesThem() throws {
        let node = try TestNode()
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                let items = try? MessageSequence.split(request.body, maximumItems: 64)
            else { return nil }
            return items.count > 2 ? server.problem(.tooLarge) : nil
        }
        try node.fill(8)
        node.run()
        #expect(node.spool.delivered == 8)
        node.server.override = nil
        try node.fill(800, startingAt: 8)
        node.run()
        let sizes = try node.server.requests.filter { $0.path == "/v1/batches" }
            .map { try MessageSequence.split($0.body, maximumItems: 64).count }
        #expect(sizes.max() == WireLimits.bodyItems)
        #expect(node.deliveredValues == Array(0..<808))
    }

    @Test func requests_underALimitThatStays_areSeldomRefused() throws {
        let node = try TestNode()
        var refused = 0
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                let items = try? MessageSequence.split(request.body, maximumItems: 64),
                items.count > 20
            else { return nil }
            refused += 1
            return server.problem(.tooLarge)
        }
        try node.fill(600)
        node.run()
        #expect(node.deliveredValues == Array(0..<600))
        // Doubling after each success would be refused every other time: some twenty times.
        #expect((2...12).contains(refused))
    }

    @Test(arguments: [ProblemCode.malformed, .mediaType, .token, .notFound])
    func refusalForGood_alarmsAndTriesHourly(code: ProblemCode) throws {
        let node = try TestNode()
        try node.fill(1)
        node.server.override = { [unowned server = node.server] request in
            request.path == "/v1/batches" ? server.problem(code) : nil
        }
        node.run(forMilliseconds: 3_500_000)
        #expect(node.server.requests.count == 2)
        #expect(node.log.messages(.error).count == 1)
        node.server.override = nil
        node.run(forMilliseconds: 200_000)
        #expect(node.spool.delivered == 1)
    }

    @Test func revoked_stopsSending() throws {
        let node = try TestNode()
        try node.fill(1)
        node.server.override = { [unowned server = node.server] _ in server.problem(.revoked) }
        node.run()
        #expect(node.uplink.state == .revoked)
        node.server.override = nil
        node.run(forMilliseconds: 10_000_000)
        #expect(node.server.requests.count == 1)
        #expect(node.spool.undelivered == 1)
    }

    @Test func unknownKey_afterGrant_alarmsOnce() throws {
        let node = try TestNode()
        try node.fill(1)
        node.server.override = { [unowned server = node.server] _ in server.problem(.signature) }
        node.run(forMilliseconds: 600_000)
        #expect(node.server.requests.map(\.path) == ["/v1/head", "/v1/head"])
        #expect(node.log.messages(.error).count == 1)
    }

    @Test func malformedForADay_isRepackedAndSentAgain() throws {
        let node = try TestNode()
        try node.fill(2)
        let first = try #require(
            try node.spool.batches(from: 1, maximumItems: 1, maximumBytes: 1).first)
        // This server dislikes the batches as they are.
        node.server.override = { [unowned server = node.server] request in
            request.path == "/v1/batches" && request.body.starts(with: first.message)
                ? server.problem(.malformed) : nil
        }
        node.run(forMilliseconds: 86_000_000)
        #expect(node.spool.undelivered == 2)
        node.run(forMilliseconds: 10_000_000)
        #expect(node.deliveredValues == [0, 1])
        #expect(node.server.records.first?.value == .text("refused"))
    }
}
