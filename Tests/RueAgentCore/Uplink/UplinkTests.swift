import RueCrypto
import RueHTTP
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct UplinkTests {
    @Test func start_asksForHeadBeforeAnythingElse() throws {
        let node = try TestNode()
        try node.fill(1)
        #expect(!node.uplink.isHeadSettled)
        node.run()
        #expect(node.server.requests.map(\.path) == ["/v1/head", "/v1/batches"])
        #expect(node.uplink.isHeadSettled)
    }

    @Test func head_answeringOwnNonce_tellsTheTime() throws {
        let node = try TestNode()
        node.run()
        #expect(node.uplink.serverTime?.utcMilliseconds == node.server.utcMilliseconds)
    }

    @Test func head_withAnotherNonce_isNotBelieved() throws {
        let node = try TestNode()
        let stale = try node.server.signedHead(nonce: .zero)
        node.server.override = { _ in HTTPResponse(status: 200, body: stale) }
        node.run(forMilliseconds: 1000)
        #expect(node.uplink.serverTime == nil)
        #expect(node.uplink.state == .backoff)
    }

    @Test func batches_areDeliveredInOrderOnce() throws {
        let node = try TestNode()
        try node.fill(200)
        node.run()
        #expect(node.deliveredValues == Array(0..<200))
        #expect(node.spool.delivered == 200)
        #expect(node.spool.undelivered == 0)
        // One head request, the newest in passing, then 64 to a request, over one connection.
        #expect(node.server.requests.count == 1 + 1 + 4)
        #expect(node.channel.opened == 1)
    }

    @Test func answer_inSingleBytes_isUnderstood() throws {
        let node = try TestNode()
        node.channel.pieceBytes = 1
        try node.fill(3)
        node.run()
        #expect(node.spool.delivered == 3)
    }

    @Test func receipt_forSomeOfTheItems_leavesTheRestToBeSent() throws {
        let node = try TestNode()
        node.server.acceptsAtMost = 5
        try node.fill(12)
        node.run()
        #expect(node.deliveredValues == Array(0..<12))
        #expect(node.server.requests.count == 1 + 3)
    }

    @Test func receipt_thatServerDidNotSign_deliversNothing() throws {
        let node = try TestNode()
        try node.fill(1)
        let impostor = try TestNode(seed: 3)
        let batch = try #require(
            try node.spool.batches(from: 1, maximumItems: 1, maximumBytes: 1).first)
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                var payload = try? ReceiptPayload(
                    decoding: Envelope.decode(
                        server.receipt(for: ChainHead(sequence: 1, id: batch.id))
                    ).payload)
            else { return nil }
            payload.status = .accepted
            let forged = try? Envelope.sign(
                kind: .receipt, chain: nil, payload: payload.encode(), key: impostor.key)
            return HTTPResponse(status: 200, body: forged?.encode() ?? [])
        }
        node.run(forMilliseconds: 3000)
        #expect(node.spool.delivered == 0)
        #expect(node.uplink.state == .backoff)
    }

    @Test func receipt_forAnotherBatch_deliversNothing() throws {
        let node = try TestNode()
        try node.fill(2)
        let other = try node.server.receipt(for: ChainHead(sequence: 2, id: .zero))
        node.server.override = {
            $0.path == "/v1/batches" ? HTTPResponse(status: 200, body: other) : nil
        }
        node.run(forMilliseconds: 3000)
        #expect(node.spool.delivered == 0)
    }

    @Test func quarantine_isDeliveredAndTold() throws {
        let node = try TestNode()
        node.server.quarantines = true
        try node.fill(1)
        node.run()
        #expect(node.spool.delivered == 1)
        #expect(node.log.messages(.error).contains { $0.contains("quarantine") })
    }

    @Test func lostReceipt_isAskedForAgain_nothingTwice() throws {
        let node = try TestNode()
        try node.fill(3)
        var loses = true
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches", loses else { return nil }
            loses = false
            server.override = nil
            _ = try? server.answer(request)
            return server.problem(.internal)
        }
        node.run()
        #expect(node.deliveredValues == [0, 1, 2])
        #expect(node.spool.delivered == 3)
    }

    @Test func unreachable_backsOffLongerEachTime_andComesBack() throws {
        let node = try TestNode()
        try node.fill(1)
        node.channel.failure = .unreachable("nobody is there")
        var opened: [UInt64] = []
        for _ in 0..<60_000 {
            let before = node.channel.opened
            node.uplink.advance(at: node.now)
            if node.channel.opened > before { opened.append(node.now) }
            node.now += 10
        }
        let waits = zip(opened, opened.dropFirst()).map { $1 - $0 }
        #expect(opened.count < 14, "\(opened)")
        for (index, wait) in waits.enumerated() {
            let step = min(300_000, 1000 << UInt64(index))
            #expect(wait >= step / 2 && wait <= step + 20, "\(waits)")
        }
        #expect(node.uplink.isHeadSettled)
        #expect(node.log.messages(.warning).count == 1)
        node.channel.failure = nil
        node.uplink.retryNow()
        node.run()
        #expect(node.spool.delivered == 1)
    }

    @Test(arguments: [ProblemCode.tooMany, .diskFull])
    func retryAfter_isHonoured(code: ProblemCode) throws {
        let node = try TestNode()
        try node.fill(1)
        node.server.override = { [unowned server = node.server] _ in
            server.problem(code, headers: ["Retry-After": "90"])
        }
        node.run(forMilliseconds: 89_000)
        #expect(node.server.requests.count == 1)
        node.server.override = nil
        node.run(forMilliseconds: 10_000)
        #expect(node.spool.delivered == 1)
    }

    @Test func idleConnectionClosed_isReplacedAtOnce() throws {
        let node = try TestNode()
        node.channel.answersPerConnection = 2
        try node.fill(1)
        node.run()
        try node.fill(1, startingAt: 1)
        node.run(forMilliseconds: 500)
        #expect(node.deliveredValues == [0, 1])
        #expect(node.channel.opened == 2)
        #expect(node.log.messages(.warning).isEmpty)
    }

    @Test func silentServer_isGivenUpAfterItsTime() throws {
        let node = try TestNode()
        node.channel.isDeaf = true
        node.run(forMilliseconds: 29_000)
        #expect(node.uplink.state == .waiting)
        node.run(forMilliseconds: 1500)
        #expect(node.uplink.state == .backoff)
    }

    @Test func states_followTheWayToTheServer() throws {
        let node = try TestNode()
        #expect(node.uplink.state == .idle)
        var states: [UplinkState] = []
        node.channel.isDeaf = true
        for _ in 0..<6 {
            node.uplink.advance(at: node.now)
            states.append(node.uplink.state)
        }
        #expect(states.starts(with: [.connecting, .handshake, .waiting]), "\(states)")
    }

    @Test func untrustedServer_getsNothing() throws {
        let node = try TestNode()
        try node.fill(1)
        node.channel.failure = .untrusted("another key")
        node.run(forMilliseconds: 5000)
        #expect(node.server.requests.isEmpty)
        #expect(node.log.messages(.warning).contains { $0.contains("another key") })
    }
}
