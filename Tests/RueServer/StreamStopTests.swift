import RueHTTP
import RueServer
import Testing

@Suite struct StreamStopTests {
    private let opened = Box<OpenedStream>()

    @Test(arguments: [TestClient.Security.plain, .tls])
    func stop_streamsOpen_endsThemAtOnceAndProperly(_ security: TestClient.Security) throws {
        let server = try TestServer(streamingInto: opened)
        let clients = try (0..<6).map { _ in try server.connect(security) }
        let streams = try clients.map { try #require(try $0.openStream(opened)) }
        for (number, stream) in streams.enumerated() { stream.send("last \(number)") }
        #expect(server.server.stop(deadlineMilliseconds: 10_000))
        for (number, stream) in streams.enumerated() {
            #expect(stream.closingCount == 1)
            // A connection cut off under TLS would throw instead of ending.
            #expect(try clients[number].readToTheEnd().hasSuffix("last \(number)"))
            stream.send("too late")
            stream.close()
            #expect(stream.closingCount == 1)
        }
        #expect(server.server.streamCount == 0)
    }

    @Test func stop_clientDoesNotRead_endsAtOnce() throws {
        let server = try TestServer(streamingInto: opened) {
            $0.maximumStreamBacklogBytes = 50_000_000
            $0.writeTimeoutMilliseconds = 60_000
        }
        let client = try server.connect(.tls, receiveBuffer: 4_096)
        let stream = try #require(try client.openStream(opened))
        stream.send(String(repeating: "x", count: 20_000_000))
        #expect(server.server.stop(deadlineMilliseconds: 10_000))
        #expect(stream.closingCount == 1)
    }

    @Test func stop_streamsAskedForMeanwhile_areAnsweredOrClosed() throws {
        let server = try TestServer(streamingInto: opened)
        let clients = try (0..<40).map { _ in try server.connect() }
        for client in clients { _ = try client.exchange(.post("x")) }
        for client in clients { try client.send(HTTPRequest.live.serialise()) }
        #expect(server.server.stop(deadlineMilliseconds: 10_000))
        while opened.count > 0 {
            let stream = try #require(opened.take())
            #expect(stream.closingCount == 1)
        }
        #expect(server.server.streamCount == 0)
        #expect(server.server.connectionCount == 0)
    }

    @Test func stop_requestHeldThenStreamed_isToldToComeBack() throws {
        let kept = Box<Responder>()
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) }) {
            $0.eventLoops = 1
        }
        let idle = try server.connect()
        let client = try server.connect()
        try client.send(HTTPRequest.live.serialise())
        let responder = try #require(kept.take())
        let outcome = Box<Bool>()
        onAnotherThread { outcome.put(server.server.stop(deadlineMilliseconds: 10_000)) }
        #expect(idle.isClosed())
        let closings = Box<Bool>()
        let stream = responder.stream(Application.streamHead) { closings.put(true) }
        #expect(stream != nil)
        #expect(try client.response().status == 503)
        #expect(closings.take() == true)
        client.endSending()
        #expect(outcome.take() == true)
    }

    /// Sends and closes come from many threads while clients leave and the server ends: each stream
    /// ends once, and nothing is left. The thread sanitizer looks on in the long test runs.
    @Test func streams_usedByManyThreads_endOnceEach() throws {
        let server = try TestServer(streamingInto: opened) {
            $0.maximumStreamBacklogBytes = 20_000
        }
        var clients: [TestClient?] = []
        var streams: [OpenedStream] = []
        for number in 0..<24 {
            let client = try server.connect(number % 2 == 0 ? .plain : .tls)
            streams.append(try #require(try client.openStream(opened)))
            clients.append(client)
        }
        let done = Box<Int>()
        for thread in 0..<4 {
            onAnotherThread { [streams] in
                for round in 0..<300 {
                    for (number, stream) in streams.enumerated() {
                        stream.send("thread \(thread) round \(round)\n")
                        if round == 100 + number && number % 4 == thread { stream.close() }
                        if round == 200 + number && number % 3 == 0 { stream.letGo() }
                    }
                }
                done.put(thread)
            }
        }
        for number in clients.indices where number % 5 == 0 { clients[number] = nil }
        for _ in 0..<4 { #expect(done.take() != nil) }
        #expect(server.server.stop(deadlineMilliseconds: 10_000))
        for stream in streams { #expect(stream.closingCount == 1) }
        #expect(server.server.streamCount == 0)
    }
}
