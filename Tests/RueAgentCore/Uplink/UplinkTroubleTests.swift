import RueCrypto
import RueHTTP
import RueSQLite
import RueWire
import Testing

@testable import RueAgentCore

/// Servers and cards that behave as no one should: the node neither traps nor spins, and loses
/// nothing.
@Suite struct UplinkTroubleTests {
    private func delivered(_ count: Int, limitBytes: Int64 = 1 << 28) throws -> TestNode {
        let node = try TestNode(limitBytes: limitBytes)
        try node.fill(count)
        node.run()
        #expect(node.spool.delivered == UInt64(count))
        return node
    }

    private func flip(_ node: TestNode, batch: UInt64, byteFromEnd: Int) throws {
        let kept = try node.spool.batches(from: batch, maximumItems: 1, maximumBytes: 1)
        var message = try #require(kept.first).message
        message[message.count - byteFromEnd] ^= 1
        try node.spool.database.execute(
            "UPDATE batch SET message = x'\(Hex.encode(message))' WHERE seq = \(batch)")
    }

    @Test(arguments: [
        "18446744073709551615", "18446744073709552", "99999999999999999999", "-1", "",
    ])
    func retryAfter_ofAnyNumber_isLimitedToAnHour(seconds: String) throws {
        let node = try TestNode()
        node.server.override = { [unowned server = node.server] _ in
            server.problem(.tooMany, headers: ["Retry-After": seconds])
        }
        node.run(forMilliseconds: 1000)
        let wait = try #require(node.uplink.deadline)
        #expect(wait <= node.now + 3_600_000)
    }

    @Test func serverThatKnowsTheNodeButNotItsBatches_isNotAskedAgainAndAgain() throws {
        let node = try TestNode()
        try node.fill(1)
        node.server.override = { [unowned server = node.server] request in
            request.path == "/v1/batches" ? server.problem(.signature) : nil
        }
        node.run(forMilliseconds: 600_000)
        #expect(node.server.requests.count <= 10)
        #expect(node.log.messages(.error).contains { $0.contains("refuses its batches") })
        node.server.override = nil
        node.run(forMilliseconds: 7_200_000)
        #expect(node.deliveredValues == [0])
    }

    @Test func batchThatTheCardChanged_isLeftOut_andTheOthersArrive() throws {
        let node = try TestNode()
        try node.fill(3)
        // Of the first the signature, of the second a byte of what it says.
        try flip(node, batch: 1, byteFromEnd: 1)
        try flip(node, batch: 2, byteFromEnd: 80)
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                let ranges = try? MessageSequence.split(request.body, maximumItems: 64)
            else { return request.path == "/v1/batches" ? server.problem(.malformed) : nil }
            let isGood = ranges.allSatisfy {
                (try? Envelope.decode(Array(request.body[$0])))?.verify(with: server.nodeKey)
                    ?? false
            }
            return isGood ? nil : server.problem(.signature)
        }
        node.run(forMilliseconds: 60_000)
        #expect(node.deliveredValues == [0, 2])
        #expect(node.spool.undelivered == 0)
        #expect(try node.spool.database.integer("SELECT count(*) FROM batch") == 3)
        #expect(node.log.messages(.error).contains { $0.contains("cannot read") })
        #expect(node.server.requests.count < 10)
    }

    @Test func ringWithoutTheOldest_withAServerThatStays_isToldToAPersonOnce() throws {
        let node = try delivered(10, limitBytes: 2000)
        node.server.setHead(ChainHead(sequence: 0, id: node.server.grantID), keeping: [:])
        node.server.followsOldest = false
        try node.fill(1, startingAt: 10)
        node.run(forMilliseconds: 600_000)
        #expect(node.server.requests.count < 12)
        #expect(node.log.messages(.error).contains { $0.contains("the server lacks the batches") })
        #expect(node.spool.undelivered == 1)
    }

    @Test func undeliveredBatchThatTheCardLost_doesNotHoldUpTheOthers() throws {
        let node = try delivered(2)
        try node.fill(4, startingAt: 2)
        try node.spool.database.execute("DELETE FROM batch WHERE seq = 4")
        node.server.followsOldest = false
        node.run(forMilliseconds: 600_000)
        #expect(node.deliveredValues == [0, 1, 2, 4, 5])
        #expect(node.spool.undelivered == 0)
        #expect(node.server.records.contains { $0.value == .text("lost") })
    }

    @Test func headThatTheSpoolCannotFollow_isAskedForAgain_withoutSpinning() throws {
        let node = try TestNode()
        node.server.setHead(ChainHead(sequence: 7, id: FakeServer.pin(7)), keeping: [:])
        try node.spool.database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON chain BEGIN SELECT RAISE(ABORT, 'full'); END")
        node.run(forMilliseconds: 10_000)
        #expect(node.spool.head.sequence == 0)
        #expect(node.server.requests.count < 8)
        try node.spool.database.execute("DROP TRIGGER full")
        node.run(forMilliseconds: 600_000)
        #expect(node.spool.head.sequence == 7)
    }

    @Test func waitThatIsOver_withNothingToSend_wakesNobody() throws {
        let node = try delivered(1)
        node.server.override = { [unowned server = node.server] _ in server.problem(.internal) }
        try node.fill(1, startingAt: 1)
        node.run(forMilliseconds: 100)
        #expect(node.uplink.deadline != nil)
        // As after a repair by hand: what was to be sent is gone.
        node.uplink.cursor = 99
        node.now += 600_000
        node.uplink.advance(at: node.now)
        #expect(node.uplink.deadline == nil)
    }

    @Test func gapThatIsNone_isNotFollowed() throws {
        let node = try delivered(1)
        try node.fill(1, startingAt: 1)
        node.server.override = { [unowned server = node.server] request in
            guard request.path == "/v1/batches",
                let item = try? Envelope.decode(request.body),
                let nonce = Bytes16(item.messageID.bytes.prefix(16)),
                let head = try? server.signedHead(
                    ChainHead(sequence: 1_000, id: .zero), nonce: nonce)
            else { return nil }
            return server.problem(.gap, head: head)
        }
        node.run(forMilliseconds: 1000)
        node.server.override = nil
        node.run(forMilliseconds: 600_000)
        #expect(node.deliveredValues == [0, 1])
    }

    @Test func serverTime_doesNotCountTheWayToTheServer() throws {
        let node = try TestNode()
        // The name is looked up, the connection made: a step every 4 s.
        for _ in 0..<5 {
            node.uplink.advance(at: node.now)
            if node.uplink.serverTime != nil { break }
            node.now += 4000
        }
        let told = try #require(node.uplink.serverTime)
        #expect(told.uptimeMilliseconds == node.now)
    }

    @Test func host_isWrittenAsHTTPHasIt() {
        let hosts = ["house.local", "192.0.2.1", "2001:db8::1", "fe80::1%eth0"].map {
            HTTPRequest.node(path: "/", host: $0, port: 1, type: "", body: []).headers["Host"]
        }
        #expect(hosts == ["house.local:1", "192.0.2.1:1", "[2001:db8::1]:1", "[fe80::1]:1"])
    }

    @Test func connectionCutAtAnyByte_deliversOnceInTheEnd() throws {
        for bytes in stride(from: 0, to: 900, by: 7) {
            let node = try TestNode()
            try node.fill(3)
            node.channel.bytesPerConnection = bytes
            node.run(forMilliseconds: 3000)
            node.channel.bytesPerConnection = .max
            node.run(forMilliseconds: 600_000)
            #expect(node.deliveredValues == [0, 1, 2], "cut after \(bytes) bytes")
            #expect(node.spool.undelivered == 0)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 999 ?\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\u{0}\u{0}\u{0}more than was said", "\u{0}",
        "\r\n",
    ])
    func answerThatIsNone_endsInAWait(answer: String) throws {
        try expectWait(on: Array(answer.utf8))
    }

    @Test func answerWithoutEnd_endsInAWait() throws {
        let line = Array("X-Header: and so on\r\n".utf8)
        try expectWait(
            on: Array("HTTP/1.1 200 OK\r\n".utf8) + (0..<9999).flatMap { _ in line })
        try expectWait(on: [UInt8](repeating: 0x41, count: 999_999))
        try expectWait(
            on: Array("HTTP/1.1 200 OK\r\nContent-Length: 262144\r\n\r\n".utf8)
                + [UInt8](repeating: 0x9F, count: 262_144))
    }

    private func expectWait(on answer: [UInt8]) throws {
        let node = try TestNode()
        try node.fill(1)
        node.channel.babble = answer
        node.run(forMilliseconds: 120_000)
        #expect(node.uplink.isHeadSettled)
        #expect(node.channel.opened < 12)
        #expect(node.spool.delivered == 0)
        node.channel.babble = nil
        node.run(forMilliseconds: 600_000)
        #expect(node.deliveredValues == [0])
    }

    /// What the answer would speak of may be gone with what was damaged.
    @Test func startingOver_letsGoOfTheRequestUnderWay() throws {
        let node = try TestNode()
        try node.fill(2)
        node.run()
        try node.fill(1, startingAt: 2)
        node.channel.isDeaf = true
        node.run(forMilliseconds: 100)
        #expect(node.uplink.isBusy)
        node.uplink.startOver()
        #expect(!node.uplink.isBusy)
        node.channel.isDeaf = false
        node.run()
        #expect(node.deliveredValues == [0, 1, 2])
        #expect(node.server.requests.last?.path == "/v1/batches")
    }
}
