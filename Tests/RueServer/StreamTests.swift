import RueHTTP
import RueServer
import RueTestSupport
import Testing

@Suite struct StreamTests {
    private let opened = Box<OpenedStream>()

    @Test(arguments: [TestClient.Security.plain, .tls])
    func send_manyPieces_arriveInOrderAndEndWithTheConnection(
        _ security: TestClient.Security
    ) throws {
        let server = try TestServer(streamingInto: opened) {
            $0.maximumStreamBacklogBytes = 1 << 20
        }
        let client = try server.connect(security)
        let stream = try #require(try client.openStream(opened))
        let pieces = (0..<5_000).map { "data: \($0)\n\n" }
        onAnotherThread {
            for piece in pieces { stream.send(piece) }
            stream.close()
        }
        let text = try client.readToTheEnd()
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
        #expect(
            parts.first?.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream") == true)
        #expect(parts.first?.contains("Connection: close") == true)
        #expect(parts.first?.contains("Date: ") == true)
        #expect(parts.first?.contains("Content-Length") == false)
        #expect(parts.last.map(String.init) == pieces.joined())
        #expect(eventually { stream.closingCount == 1 })
        #expect(server.server.streamCount == 0)
    }

    @Test func send_fromWithinTheHandler_arrives() throws {
        let server = try TestServer(
            .answering { _, _, responder in
                let stream = responder.stream(Application.streamHead) {}
                stream?.send(Array("one".utf8))
                stream?.send([])
                stream?.send(Array("two".utf8))
            })
        let client = try server.connect()
        try client.send(HTTPRequest.live.serialise())
        #expect(try client.readToTheEnd().hasSuffix("\r\n\r\nonetwo"))
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func send_eachPiece_leavesAtOnce(_ security: TestClient.Security) throws {
        let server = try TestServer(streamingInto: opened)
        let client = try server.connect(security)
        let stream = try #require(try client.openStream(opened))
        _ = try client.read(until: "\r\n\r\n")
        for number in 0..<50 {
            stream.send("event \(number)\n")
            #expect(try client.read(until: "event \(number)\n") == "event \(number)\n")
        }
    }

    @Test func send_afterClose_isDropped() throws {
        let server = try TestServer(streamingInto: opened)
        let client = try server.connect()
        let stream = try #require(try client.openStream(opened))
        stream.send("before")
        stream.close()
        stream.send("after")
        stream.close()
        #expect(try client.readToTheEnd().hasSuffix("\r\n\r\nbefore"))
        #expect(eventually { stream.closingCount == 1 })
        stream.send("long after")
        stream.close()
        #expect(try server.connect().exchange(.post("x")).text == "x")
        #expect(stream.closingCount == 1)
    }

    @Test func deinit_withoutClose_ends() throws {
        let server = try TestServer(streamingInto: opened)
        let client = try server.connect()
        let stream = try #require(try client.openStream(opened))
        stream.send("all")
        stream.letGo()
        #expect(try client.readToTheEnd().hasSuffix("\r\n\r\nall"))
        #expect(eventually { stream.closingCount == 1 })
    }

    @Test(arguments: [TestClient.Security.plain, .tls], [false, true])
    func client_leaves_isNoticedAtOnce(_ security: TestClient.Security, isReset: Bool) throws {
        let server = try TestServer(streamingInto: opened)
        var client: TestClient? = try server.connect(security)
        let stream = try #require(try client?.openStream(opened))
        #expect(server.server.streamCount == 1)
        if isReset { client?.resetWhenClosed() }
        client = nil
        #expect(eventually { stream.closingCount == 1 })
        #expect(eventually { server.server.connectionCount == 0 })
        #expect(server.server.streamCount == 0)
        stream.send("nobody listens")
        stream.close()
        #expect(try server.connect().exchange(.post("x")).text == "x")
        #expect(stream.closingCount == 1)
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func client_talksOnWithinReason_isIgnored(_ security: TestClient.Security) throws {
        let server = try TestServer(streamingInto: opened) { $0.drainLimitBytes = 10_000 }
        let client = try server.connect(security)
        let stream = try #require(try client.openStream(opened))
        _ = try client.read(until: "\r\n\r\n")
        try client.send(HTTPRequest.post("not now").serialise())
        // The loop has read that when it has served others, one on each loop, after it.
        for _ in 0..<2 { _ = try server.connect().exchange(.post("x")) }
        stream.send("still here")
        #expect(try client.read(until: "here") == "still here")
        for _ in 0..<8 where stream.closingCount == 0 {
            do {
                try client.send([UInt8](repeating: 97, count: 10_000))
            } catch { break }
        }
        #expect(eventually { stream.closingCount == 1 })
    }

    @Test func stream_answeredBefore_isNil() throws {
        let results = Box<Bool>()
        let server = try TestServer(
            .answering { _, _, responder in
                responder.respond(HTTPResponse(status: 204))
                let stream = responder.stream(Application.streamHead) { results.put(true) }
                results.put(stream != nil)
            })
        let client = try server.connect()
        #expect(try client.exchange(.live).status == 204)
        #expect(try client.exchange(.live).status == 204)
        #expect(results.take() == false)
        #expect(results.take() == false)
        #expect(server.server.streamCount == 0)
    }

    @Test func stream_headRequest_getsTheHeadAlone() throws {
        let results = Box<Bool>()
        let server = try TestServer(
            .answering { _, _, responder in
                let stream = responder.stream(Application.streamHead) { results.put(true) }
                stream?.send(Array("body".utf8))
                results.put(stream != nil)
            })
        let client = try server.connect()
        try client.send("HEAD /live HTTP/1.1\r\nHost: rue\r\n\r\n")
        let text = try client.readToTheEnd()
        #expect(text.contains("text/event-stream"))
        #expect(text.hasSuffix("\r\n\r\n"))
        #expect(results.take() == false)
        #expect(server.server.streamCount == 0)
    }

    @Test func stream_clientGoneBefore_isToldOnce() throws {
        let kept = Box<Responder>()
        let server = try TestServer(.answering { _, _, responder in kept.put(responder) })
        let client = try server.connect()
        try client.send(HTTPRequest.live.serialise())
        let responder = try #require(kept.take())
        server.server.stop(deadlineMilliseconds: 0)
        #expect(client.isClosed())
        let closings = Locked(0)
        let stream = responder.stream(Application.streamHead) { closings.withLock { $0 += 1 } }
        // The loop has ended: there is no stream, and nobody to tell.
        #expect(stream == nil)
        #expect(closings.withLock { $0 } == 0)
        #expect(server.server.streamCount == 0)
    }

    @Test func stream_withoutAConnection_callsBack() throws {
        let heads = Box<HTTPResponse>()
        let pieces = Box<[UInt8]>()
        let closings = Box<Bool>()
        let responder = Responder({ heads.put($0) }, receivePiece: { pieces.put($0) })
        let stream = try #require(
            responder.stream(Application.streamHead) { closings.put(true) })
        stream.send([1])
        stream.send([2, 3])
        stream.close()
        #expect(heads.take() == Application.streamHead)
        #expect(pieces.take() == [1])
        #expect(pieces.take() == [2, 3])
        #expect(closings.take() == true)
    }
}
