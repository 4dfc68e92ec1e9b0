import RueHTTP
import RueServer
import RueTestSupport
import Testing

@Suite struct RefusalTests {
    @Test(arguments: [
        ("GET / HTTP/1.0\r\nHost: a\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\n\r\n", 411),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n", 413),
    ])
    func request_fault_isAnsweredAndTheConnectionClosed(_ bytes: String, _ status: Int) throws {
        let server = try TestServer()
        for security in [TestClient.Security.plain, .tls] {
            let client = try server.connect(security)
            try client.send(bytes)
            let response = try client.response()
            #expect(response.status == status)
            #expect(!response.body.isEmpty)
            #expect(response.headers["Connection"] == "close")
            #expect(client.isClosed())
        }
    }

    @Test func request_endlessHeaders_isRefusedAtTheLimit() throws {
        let server = try TestServer()
        let client = try server.connect(.tls)
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n")
        for _ in 0..<100 { try client.send("X: \(String(repeating: "a", count: 100))\r\n") }
        #expect(try client.response().status == 431)
        #expect(client.isClosed())
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func request_bodyOverTheRoutesLimit_isRefusedBeforeTheBody(
        _ security: TestClient.Security
    ) throws {
        let server = try TestServer()
        let client = try server.connect(security)
        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
        let response = try client.response()
        #expect(response.status == 413)
        #expect(client.isClosed())
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func request_largeBodySentAtOnce_clientReadsTheAnswerNotAReset(
        _ security: TestClient.Security
    ) throws {
        let server = try TestServer()
        let client = try server.connect(security)
        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n")
        for _ in 0..<20 { try client.send([UInt8](repeating: 97, count: 10_000)) }
        #expect(try client.response().status == 413)
        #expect(client.isClosed())
    }

    @Test func request_refusedByTheRoute_keepsTheConnectionWhenTheBodyIsThere() throws {
        let server = try TestServer()
        let client = try server.connect()
        #expect(try client.exchange(.post("abc", path: "/none")).status == 404)
        #expect(try client.exchange(.post("again")).text == "again")
        try client.send("POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        #expect(try client.response().headers["Connection"] == "close")
        #expect(client.isClosed())
    }

    @Test func request_pipelinedBehindAnother_isJudgedToo() throws {
        let server = try TestServer()
        let client = try server.connect()
        try client.send(
            HTTPRequest.post("a").serialise() + HTTPRequest.post("b", path: "/none").serialise()
                + HTTPRequest.post("c").serialise())
        #expect(try client.response().text == "a")
        #expect(try client.response().status == 404)
        #expect(try client.response().text == "c")
    }

    @Test func handshake_olderThanTLS13_isRefused() throws {
        let server = try TestServer()
        #expect(throws: ClientError.self) { try server.connect(.tls12) }
        let client = try server.connect(.tls)
        #expect(client.protocolVersion == 0x0304)
        #expect(try client.peerPin == TestServer.identity.get().pin)
        #expect(try client.exchange(.post("still here")).text == "still here")
    }

    @Test func handshake_plainTextOnTheTLSPort_isClosed() throws {
        let server = try TestServer()
        let client = try TestClient(port: server.server.ports[1])
        try client.send(HTTPRequest.post("x").serialise())
        // OpenSSL says goodbye with an alert in the clear; no answer to the request comes.
        let answer = String(decoding: try client.read(), as: UTF8.self)
        #expect(!answer.contains("HTTP/1.1"))
        #expect(eventually { server.server.connectionCount == 0 })
    }
}
