import RueHTTP
import RueServer
import Testing

@Suite struct ExchangeTests {
    @Test(arguments: [TestClient.Security.plain, .tls], [false, true])
    func request_severalOnOneConnection_areAnswered(
        _ security: TestClient.Security, _ isIPv6: Bool
    ) throws {
        let server = try TestServer()
        let client = try server.connect(security, isIPv6: isIPv6)
        for number in 0..<20 {
            let response = try client.exchange(.post("hello \(number)"))
            #expect(response.status == 200)
            #expect(response.text == "hello \(number)")
            #expect(response.headers["Connection"] == nil)
            #expect(response.headers["Date"]?.hasSuffix(" GMT") == true)
        }
        #expect(server.server.connectionCount == 1)
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func request_pipelined_isAnsweredInOrder(_ security: TestClient.Security) throws {
        // The first answer is made on another thread, the others at once.
        let server = try TestServer(
            .answering { request, _, responder in
                let answer = HTTPResponse(status: 200, body: request.body)
                guard request.path == "/slow" else { return responder.respond(answer) }
                onAnotherThread { responder.respond(answer) }
            })
        let client = try server.connect(security)
        let paths = ["/slow", "/fast", "/slow", "/fast", "/fast"]
        let requests = paths.enumerated().map {
            HTTPRequest.post("\($0.offset)", path: $0.element).serialise()
        }
        try client.send(Array(requests.joined()))
        for number in paths.indices { #expect(try client.response().text == "\(number)") }
    }

    @Test func request_manyClients_getTheirOwnAnswers() async throws {
        let server = try TestServer(
            .answering { request, _, responder in
                onAnotherThread {
                    responder.respond { HTTPResponse(status: 200, body: request.body) }
                }
            })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<8 {
                group.addTask {
                    let connection = try server.connect(client % 2 == 0 ? .tls : .plain)
                    for number in 0..<50 {
                        let text = "\(client) \(number)"
                        #expect(try connection.exchange(.post(text)).text == text)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func request_clientEndsSending_isStillAnswered(_ security: TestClient.Security) throws {
        let server = try TestServer(
            .answering { request, _, responder in
                onAnotherThread {
                    responder.respond(HTTPResponse(status: 200, body: request.body))
                }
            })
        let client = try server.connect(security)
        try client.send(HTTPRequest.post("half").serialise())
        client.endSending()
        #expect(try client.response().text == "half")
        #expect(client.isClosed())
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func response_largerThanEveryBuffer_arrivesWhole(_ security: TestClient.Security) throws {
        var pattern = [UInt8](0...250)
        while pattern.count < 16_000_000 { pattern += pattern }
        let body = pattern
        let server = try TestServer(
            .answering { _, _, responder in
                responder.respond(HTTPResponse(status: 200, body: body))
            })
        let client = try server.connect(security)
        #expect(try client.exchange(.post("")).body == body)
        #expect(try client.exchange(.post("")).body.count == body.count)
    }

    @Test func head_answer_hasNoBody() throws {
        let server = try TestServer(
            .answering { _, _, responder in
                responder.respond(HTTPResponse(status: 200, body: [1, 2, 3]))
            })
        let client = try server.connect()
        try client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        var bytes: [UInt8] = []
        while true {
            let more = try client.read()
            if more.isEmpty { break }
            bytes += more
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("Content-Length: 3\r\n"))
        #expect(text.hasSuffix("\r\n\r\n"))
    }

    @Test func connectionClose_asked_isKept() throws {
        let server = try TestServer()
        let client = try server.connect(.tls)
        var request = HTTPRequest.post("bye")
        request.headers["Connection"] = "close"
        let response = try client.exchange(request)
        #expect(response.text == "bye")
        #expect(response.headers["Connection"] == "close")
        #expect(client.isClosed())
    }

    @Test func peerAddress_loopback_isNamed() throws {
        let server = try TestServer(
            .answering { _, address, responder in
                let text = "\(address) \(address.isLoopback)"
                responder.respond(HTTPResponse(status: 200, body: Array(text.utf8)))
            })
        #expect(try server.connect().exchange(.post("")).text == "127.0.0.1 true")
        #expect(try server.connect(isIPv6: true).exchange(.post("")).text == "::1 true")
    }
}
