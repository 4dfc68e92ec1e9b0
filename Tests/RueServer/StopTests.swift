import RueHTTP
import RueServer
import Testing

@Suite struct StopTests {
    @Test func stop_requestRunning_isAnsweredFirst() throws {
        let kept = Box<Responder>()
        // With one loop, its idle connection is closed only when it knows of the end.
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) }) {
            $0.eventLoops = 1
        }
        let idle = try server.connect(.tls)
        let busy = try server.connect(.tls)
        try busy.send(HTTPRequest.post("x").serialise())
        let responder = try #require(kept.take())
        let outcome = Box<Bool>()
        onAnotherThread { outcome.put(server.server.stop(deadlineMilliseconds: 10_000)) }
        #expect(idle.isClosed())
        responder.respond(HTTPResponse(status: 200, body: [1]))
        let response = try busy.response()
        #expect(response.body == [1])
        #expect(response.headers["Connection"] == "close")
        busy.endSending()
        #expect(outcome.take() == true)
        #expect(throws: ClientError.self) { try server.connect() }
    }

    @Test func stop_requestNeverAnswered_isCutOffAtTheDeadline() throws {
        let kept = Box<Responder>()
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) })
        let client = try server.connect()
        try client.send(HTTPRequest.post("x").serialise())
        let responder = try #require(kept.take())
        #expect(!server.server.stop(deadlineMilliseconds: 100))
        #expect(client.isClosed())
        responder.respond(HTTPResponse(status: 200))
    }

    @Test func stop_answeredClientStaysOn_countsAsDone() throws {
        let kept = Box<Responder>()
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) }) {
            $0.eventLoops = 1
        }
        let idle = try server.connect()
        let client = try server.connect()
        try client.send(HTTPRequest.post("x").serialise())
        let responder = try #require(kept.take())
        let outcome = Box<Bool>()
        onAnotherThread { outcome.put(server.server.stop(deadlineMilliseconds: 500)) }
        #expect(idle.isClosed())
        responder.respond(HTTPResponse(status: 204))
        #expect(try client.response().status == 204)
        // The client never closes its side.
        #expect(outcome.take() == true)
    }

    @Test func stop_nothingOpen_endsAndFreesThePort() throws {
        let server = try TestServer()
        #expect(try server.connect().exchange(.post("x")).status == 200)
        #expect(server.server.stop(deadlineMilliseconds: 10_000))
        #expect(server.server.stop(deadlineMilliseconds: 10_000))
        let port = server.server.ports[0]
        let again = try Server.start(
            ServerConfiguration(listeners: [
                Listener(port: port, isLoopbackOnly: true, tls: nil, application: .echo)
            ]))
        #expect(again.ports == [port])
        again.stop(deadlineMilliseconds: 0)
    }
}
