import RueHTTP
import RueServer
import RueTestSupport
import Testing

@Suite struct ConnectionLimitTests {
    @Test func connection_overTheAddressCap_closesTheOldestIdle() throws {
        let server = try TestServer { $0.maximumConnectionsPerAddress = 3 }
        let clients = try (0..<3).map { _ in try server.connect(.tls) }
        for client in clients { _ = try client.exchange(.post("x")) }
        // The first to connect is now the last to have been used.
        _ = try clients[0].exchange(.post("x"))
        let newcomer = try server.connect(.tls)
        #expect(try newcomer.exchange(.post("new")).text == "new")
        #expect(clients[1].isClosed())
        for client in [clients[0], clients[2]] {
            #expect(try client.exchange(.post("kept")).text == "kept")
        }
        #expect(server.server.connectionCount == 3)
    }

    @Test func connection_otherAddress_hasItsOwnCap() throws {
        let server = try TestServer { $0.maximumConnectionsPerAddress = 1 }
        let four = try server.connect()
        _ = try four.exchange(.post("x"))
        let six = try server.connect(isIPv6: true)
        _ = try six.exchange(.post("x"))
        #expect(try four.exchange(.post("kept")).text == "kept")
    }

    @Test func connection_overTheWholeCap_closesTheOldestIdleOfAnyAddress() throws {
        let server = try TestServer { $0.maximumConnections = 2 }
        let six = try server.connect(isIPv6: true)
        _ = try six.exchange(.post("x"))
        let four = try server.connect()
        _ = try four.exchange(.post("x"))
        let newcomer = try server.connect()
        #expect(try newcomer.exchange(.post("new")).text == "new")
        #expect(six.isClosed())
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func connection_overTheWholeCapWithNothingIdle_cutsOffTheSlowestOfTheCrowd(
        _ security: TestClient.Security
    ) throws {
        let server = try TestServer { $0.maximumConnections = 3 }
        let crowd = try (0..<3).map { _ in try server.connect(security, isIPv6: true) }
        for client in crowd {
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nsl")
            // Answered after what came before it was read: the order of the crowd is known.
            #expect(!client.isReadable(within: 50))
        }
        let newcomer = try server.connect(security)
        #expect(try newcomer.exchange(.post("let in")).text == "let in")
        #expect(crowd[0].isClosed())
        for client in crowd[1...] {
            try client.send("ow")
            #expect(try client.response().text == "slow")
        }
    }

    @Test func connection_overTheWholeCap_sparesTheIdleOneOfAnAddressWithFew() throws {
        let server = try TestServer { $0.maximumConnections = 4 }
        let honest = try server.connect()
        #expect(try honest.exchange(.post("first")).text == "first")
        let crowd = try (0..<3).map { _ in try server.connect(isIPv6: true) }
        for client in crowd { _ = try client.exchange(.post("x")) }
        let fourth = try server.connect()
        #expect(try fourth.exchange(.post("let in")).text == "let in")
        #expect(crowd[0].isClosed())
        #expect(try honest.exchange(.post("kept")).text == "kept")
    }

    @Test func connection_ofACrowdOverTheWholeCap_takesNoPlaceOfAnAddressWithFew() throws {
        let server = try TestServer { $0.maximumConnections = 4 }
        let honest = try server.connect()
        #expect(try honest.exchange(.post("first")).text == "first")
        let crowd = try (0..<3).map { _ in try server.connect(isIPv6: true) }
        for client in crowd {
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nsl")
            #expect(!client.isReadable(within: 50))
        }
        #expect(try server.connect(isIPv6: true).isClosed())
        #expect(try honest.exchange(.post("kept")).text == "kept")
    }

    @Test func connection_overTheWholeCapOfEqualsWithNothingIdle_isTurnedAway() throws {
        let server = try TestServer { $0.maximumConnections = 2 }
        let begun = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nsl"
        let others = try [true, false].map { try server.connect(isIPv6: $0) }
        for client in others {
            try client.send(begun)
            #expect(!client.isReadable(within: 50))
        }
        #expect(try server.connect(isIPv6: true).isClosed())
        for client in others {
            try client.send("ow")
            #expect(try client.response().text == "slow")
        }
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func bytes_moreThanTheServerMayHold_areRefusedButForSmallRequests(
        _ security: TestClient.Security
    ) throws {
        let server = try TestServer(.taking(bodies: 40_000)) {
            $0.eventLoops = 1
            $0.maximumHeldBytes = 50_000
            $0.drainTimeoutMilliseconds = 50
        }
        let begun = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n"
        let half = [UInt8](repeating: 97, count: 30_000)
        let rest = [UInt8](repeating: 97, count: 10_000)
        let first = try server.connect(security)
        try first.send(Array(begun.utf8) + half)
        // The loop has read what lies there when it has served another from connection to answer.
        #expect(try server.connect(security).exchange(.post("small")).text == "5")
        let second = try server.connect(security)
        try second.send(Array(begun.utf8) + half)
        #expect(try second.response().status == 429)
        #expect(second.isClosed())
        #expect(try server.connect(security).exchange(.post("small")).text == "5")
        // What was held is let go with the answer, or with the connection.
        try first.send(rest)
        #expect(try first.response().text == "40000")
        do { try server.connect(security).send(Array(begun.utf8) + half) }
        #expect(eventually { server.server.connectionCount == 1 })
        let later = try server.connect(security)
        try later.send(Array(begun.utf8) + half)
        try later.send(rest)
        #expect(try later.response().text == "40000")
    }

    @Test func connection_overTheCapWithNothingIdle_isTurnedAway() throws {
        let kept = Box<Responder>()
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) }) {
            $0.maximumConnectionsPerAddress = 1
        }
        let busy = try server.connect()
        try busy.send(HTTPRequest.post("x").serialise())
        let responder = try #require(kept.take())
        let newcomer = try server.connect()
        #expect(newcomer.isClosed())
        responder.respond(HTTPResponse(status: 204))
        #expect(try busy.response().status == 204)
    }
}
