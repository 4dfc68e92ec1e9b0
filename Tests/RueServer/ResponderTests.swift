import Glibc
import RueHTTP
import RueServer
import RueTestSupport
import Testing

@Suite struct ResponderTests {
    @Test func respond_twice_theSecondIsDropped() throws {
        let server = try TestServer(
            .answering { _, _, responder in
                responder.respond(HTTPResponse(status: 200))
                responder.respond(HTTPResponse(status: 500))
            })
        let client = try server.connect()
        for _ in 0..<3 { #expect(try client.exchange(.post("")).status == 200) }
    }

    @Test func deinit_withoutAnAnswer_answers500() throws {
        let server = try TestServer(.answering { _, _, _ in })
        let client = try server.connect()
        #expect(try client.exchange(.post("")).status == 500)
        #expect(try client.exchange(.post("")).status == 500)
    }

    @Test func respondMaking_fromAnotherThread_isMadeOnTheLoopsThread() throws {
        let threads = Box<UInt>()
        let server = try TestServer(
            .answering { _, _, responder in
                threads.put(UInt(pthread_self()))
                onAnotherThread {
                    responder.respond {
                        threads.put(UInt(pthread_self()))
                        return HTTPResponse(status: 200)
                    }
                }
            })
        #expect(try server.connect().exchange(.post("")).status == 200)
        let first = try #require(threads.take())
        #expect(threads.take() == first)
    }

    @Test func respond_clientGone_isIgnored() throws {
        let kept = Box<Responder>()
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) })
        var client: TestClient? = try server.connect()
        try client?.send(HTTPRequest.post("").serialise())
        let responder = try #require(kept.take())
        client = nil
        responder.respond(HTTPResponse(status: 200))
        #expect(eventually { server.server.connectionCount == 0 })
    }

    @Test func respond_withoutAConnection_callsBack() {
        let received = Box<Int>()
        let responder = Responder { received.put($0.status) }
        responder.respond(HTTPResponse(status: 200))
        #expect(received.take() == 200)
    }
}
