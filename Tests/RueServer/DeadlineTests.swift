import RueHTTP
import RueServer
import RueTestSupport
import Testing

@Suite struct DeadlineTests {
    @Test(arguments: [TestClient.Security.plain, .tls])
    func request_headerAByteAtATime_timesOut(_ security: TestClient.Security) throws {
        let server = try TestServer { $0.requestTimeoutMilliseconds = 200 }
        let client = try server.connect(security)
        var sent = 0
        for byte in HTTPRequest.post("never whole").serialise() {
            try client.send([byte])
            sent += 1
            if client.isReadable(within: 20) { break }
        }
        #expect(sent < 50)
        #expect(try client.response().status == 408)
        #expect(client.isClosed())
    }

    @Test func request_bodyAByteAtATime_timesOut() throws {
        let server = try TestServer { $0.requestTimeoutMilliseconds = 200 }
        let client = try server.connect()
        // A connection in use must not be better off than a new one.
        #expect(try client.exchange(.post("quick")).text == "quick")
        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        var sent = 0
        while sent < 100 && !client.isReadable(within: 20) {
            try client.send([97])
            sent += 1
        }
        #expect(sent < 50)
        #expect(try client.response().status == 408)
    }

    @Test func handshake_neverBegun_timesOut() throws {
        let server = try TestServer { $0.requestTimeoutMilliseconds = 200 }
        let client = try TestClient(port: server.server.ports[1])
        #expect(client.isClosed())
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func connection_idleTooLong_isClosedWithoutAnAnswer(_ security: TestClient.Security) throws {
        let server = try TestServer { $0.idleTimeoutMilliseconds = 200 }
        let client = try server.connect(security)
        #expect(try client.exchange(.post("once")).text == "once")
        #expect(client.isClosed())
    }

    @Test func request_longAfterTheLast_isAnsweredWhileIdleTimeLasts() throws {
        // The request's own deadline must not run while no request has begun.
        let server = try TestServer { $0.requestTimeoutMilliseconds = 100 }
        let client = try server.connect(.tls)
        #expect(try client.exchange(.post("1")).text == "1")
        #expect(!client.isReadable(within: 300))
        #expect(try client.exchange(.post("2")).text == "2")
    }

    @Test func handler_slowerThanEveryDeadline_isStillAnswered() throws {
        let kept = Box<Responder>()
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) }) {
            $0.requestTimeoutMilliseconds = 100
            $0.idleTimeoutMilliseconds = 100
            $0.writeTimeoutMilliseconds = 100
        }
        let client = try server.connect(.tls)
        try client.send(HTTPRequest.post("held").serialise())
        #expect(!client.isReadable(within: 400))
        kept.take()?.respond(HTTPResponse(status: 204))
        #expect(try client.response().status == 204)
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func response_clientNeverReads_isGivenUp(_ security: TestClient.Security) throws {
        let body = [UInt8](repeating: 1, count: 20_000_000)
        let server = try TestServer(
            .answering { _, _, responder in
                responder.respond(HTTPResponse(status: 200, body: body))
            }
        ) {
            $0.writeTimeoutMilliseconds = 200
            $0.minimumWriteBytesPerSecond = .max / 2_000
        }
        let client = try server.connect(security, receiveBuffer: 4_096)
        try client.send(HTTPRequest.post("").serialise())
        #expect(eventually { server.server.connectionCount == 1 })
        #expect(eventually { server.server.connectionCount == 0 })
        #expect(try server.connect().exchange(.post("", path: "/none")).status == 404)
    }
}
