import RueHTTP
import RueServer
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
