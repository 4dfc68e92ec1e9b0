import Glibc
import RueHTTP
import RueServer
import RueTestSupport
import Testing

@Suite struct StreamLimitTests {
    private let opened = Box<OpenedStream>()

    @Test(arguments: [TestClient.Security.plain, .tls])
    func client_stopsReading_isCutOffAtTheBoundWhileOthersAreServed(
        _ security: TestClient.Security
    ) throws {
        let bound = 100_000
        let server = try TestServer(streamingInto: opened) {
            $0.eventLoops = 1
            $0.maximumStreamBacklogBytes = bound
        }
        let deaf = try server.connect(security, receiveBuffer: 4_096)
        let stream = try #require(try deaf.openStream(opened))
        let listener = try server.connect(security)
        let heard = try #require(try listener.openStream(opened))
        _ = try listener.read(until: "\r\n\r\n")
        let piece = String(repeating: "x", count: 10_000)
        var sent = 0
        // What the kernel takes on top of the bound is a few megabytes.
        while stream.closingCount == 0 && sent < 100_000_000 {
            stream.send(piece)
            sent += piece.utf8.count
            heard.send("tick")
            #expect(try listener.read(until: "tick") == "tick")
        }
        #expect(sent > bound && sent < 100_000_000)
        #expect(eventually { server.server.connectionCount == 1 })
        #expect(try server.connect(security).exchange(.post("served")).text == "served")
        #expect(stream.closingCount == 1)
        #expect(heard.closingCount == 0)
    }

    @Test func send_moreThanTheBoundAtOnce_cutsOff() throws {
        let server = try TestServer(streamingInto: opened) { $0.maximumStreamBacklogBytes = 5_000 }
        let client = try server.connect()
        let stream = try #require(try client.openStream(opened))
        _ = try client.read(until: "\r\n\r\n")
        // The head may still count: its bytes are subtracted after the client has them.
        stream.send(String(repeating: "x", count: 4_000) + "!")
        #expect(try client.read(until: "!").utf8.count == 4_001)
        stream.send(String(repeating: "x", count: 5_001))
        #expect(client.isClosed())
        #expect(eventually { stream.closingCount == 1 })
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func client_takesNothing_isGivenUpAtTheDeadline(_ security: TestClient.Security) throws {
        let server = try TestServer(streamingInto: opened) {
            $0.writeTimeoutMilliseconds = 200
            $0.maximumStreamBacklogBytes = 50_000_000
        }
        let client = try server.connect(security, receiveBuffer: 4_096)
        let stream = try #require(try client.openStream(opened))
        stream.send(String(repeating: "x", count: 20_000_000))
        #expect(eventually { stream.closingCount == 1 })
        #expect(eventually { server.server.connectionCount == 0 })
    }

    @Test func stream_quietForLong_outlivesEveryDeadline() throws {
        let server = try TestServer(streamingInto: opened) {
            $0.requestTimeoutMilliseconds = 50
            $0.idleTimeoutMilliseconds = 50
            $0.writeTimeoutMilliseconds = 50
            $0.drainTimeoutMilliseconds = 50
        }
        let client = try server.connect(.tls)
        let stream = try #require(try client.openStream(opened))
        _ = try client.read(until: "\r\n\r\n")
        #expect(!client.isReadable(within: 300))
        stream.send("at last")
        #expect(try client.read(until: "last") == "at last")
    }

    @Test func stream_overTheLimit_is503UntilOneEnds() throws {
        let server = try TestServer(streamingInto: opened) { $0.maximumStreams = 2 }
        let clients = try (0..<2).map { _ in try server.connect() }
        let streams = try clients.map { try $0.openStream(opened) }
        let third = try server.connect(.tls)
        let refusal = try third.exchange(.live)
        #expect(refusal.status == 503)
        #expect(refusal.headers["Retry-After"] == "5")
        #expect(refusal.text == HTTPError.noStreamLeft.description)
        // The refused client's connection is in step and lives on.
        #expect(try third.exchange(.post("x")).text == "x")
        streams[0]?.close()
        #expect(eventually { server.server.streamCount == 1 })
        #expect(try third.openStream(opened) != nil)
    }

    @Test func stream_connectionsOverTheCap_isNotEvictedButCounts() throws {
        let server = try TestServer(streamingInto: opened) { $0.maximumConnectionsPerAddress = 2 }
        let client = try server.connect(.tls)
        let stream = try #require(try client.openStream(opened))
        _ = try client.read(until: "\r\n\r\n")
        // The stream's connection is the older one.
        let idle = try server.connect(.tls)
        _ = try idle.exchange(.post("x"))
        let newcomer = try server.connect(.tls)
        let second = try #require(try newcomer.openStream(opened))
        #expect(idle.isClosed())
        let turnedAway = try server.connect()
        #expect(turnedAway.isClosed())
        stream.send("kept")
        #expect(try client.read(until: "kept") == "kept")
        second.close()
    }

    @Test(arguments: [TestClient.Security.plain, .tls])
    func streams_openedAndLeftFiveHundredTimes_leaveNothingBehind(
        _ security: TestClient.Security
    ) throws {
        let server = try TestServer(streamingInto: opened)
        var streams: [OpenedStream] = []
        for round in 0..<500 {
            let client = try server.connect(security)
            let stream = try #require(try client.openStream(opened))
            stream.send("hello")
            if round % 3 == 0 {
                stream.close()
                _ = try client.readToTheEnd()
            }
            if round % 3 == 1 { stream.letGo() }
            streams.append(stream)
        }
        #expect(eventually { streams.allSatisfy { $0.closingCount == 1 } })
        #expect(server.server.streamCount == 0)
        #expect(eventually { server.server.connectionCount == 0 })
        // Only the listening sockets, one a family, are left.
        let port = server.server.ports[security == .plain ? 0 : 1]
        #expect(eventually { descriptors(onPort: port) <= 2 })
        #expect(descriptors(onPort: port) > 0)
    }
}

/// How many descriptors of this process are sockets bound to a port.
private func descriptors(onPort port: UInt16) -> Int {
    (0..<Int32(sysconf(Int32(_SC_OPEN_MAX)))).prefix(20_000).count { descriptor in
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length)
            }
        }
        // The port lies at the same place in both families.
        let family = Int32(address.sin6_family)
        return result == 0 && (family == AF_INET || family == AF_INET6)
            && UInt16(bigEndian: address.sin6_port) == port
    }
}
