import CRueSystem
import Glibc
import RueTLS
import RueTestSupport
import RueWire
import Synchronization
import Testing

/// How often SIGPIPE came; a signal's handler can reach nothing but a global.
private let brokenPipes = Atomic<Int>(0)

@Suite struct TLSConnectionTests {
    private let wrongPin = [UInt8](repeating: 0xab, count: 32)

    @Test(arguments: Identity.allCases)
    func handshake_rightPin_isDoneWhateverTheDates(identity: Identity) throws {
        let server = try TestServer("echo", identity: identity)
        let client = try TestClient(to: server.address, pins: [identity.pin])
        #expect(client.connection.peerPin == (try identity.pin))
        try server.program.waitForLine(containing: "TLSv1.3")
    }

    @Test func handshake_secondPin_isDone() throws {
        let server = try TestServer("echo")
        let client = try TestClient(to: server.address, pins: [wrongPin, Identity.expired.pin])
        #expect(client.connection.peerPin == (try Identity.expired.pin))
    }

    @Test func handshake_wrongPin_isRefusedAndTellsBoth() throws {
        let server = try TestServer("echo")
        let seen = try Identity.expired.pin
        do {
            _ = try TestClient(to: server.address, pins: [wrongPin])
            Issue.record("connected")
        } catch let error as TLSError {
            #expect(error == .notPinned(seen: seen, expected: [wrongPin]))
            #expect(error.description.contains("pin " + Hex.encode(Array(seen.prefix(4)))))
            #expect(error.description.contains("pin abababab"))
            #expect(error.description.contains("enrol this node again"))
        }
        // The server heard an alert and not a byte of data.
        try server.program.waitForLine(containing: "ERROR")
    }

    @Test func handshake_serverOfTLS12_isRefused() throws {
        let server = try TestServer("tls12")
        #expect(throws: TLSError.tooOld) {
            try TestClient(to: server.address, pins: [Identity.expired.pin])
        }
    }

    @Test func handshake_plainTextServer_isRefused() throws {
        let server = try TestServer("plain")
        #expect(throws: TLSError.notTLS) {
            try TestClient(to: server.address, pins: [Identity.expired.pin])
        }
    }

    @Test func handshake_silentServer_leavesTheDeadlineToTheCaller() throws {
        let server = try TestServer("silent")
        #expect(throws: TestClient.TimedOut.self) {
            try TestClient(
                to: server.address, pins: [Identity.expired.pin], timeoutMilliseconds: 200)
        }
    }

    @Test func init_unusablePins_isRefused() throws {
        let server = try TestServer("silent")
        let four = [[UInt8]](repeating: wrongPin, count: 4)
        for pins in [[], [[]], [[1, 2]], [wrongPin, wrongPin + [0]], four + [wrongPin]] {
            let socket = try TCPSocket(connectingTo: server.address)
            #expect(throws: TLSError.invalidPins) { try TLSConnection(socket: socket, pins: pins) }
        }
    }

    @Test func exchange_oneMebibyte_comesBackAsItWent() throws {
        let server = try TestServer("echo")
        let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
        var random = SeededRandom(seed: 7)
        let sent = (0..<1 << 20).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        #expect(try client.exchange(sent) == sent)
    }

    @Test func close_afterData_saysGoodbye() throws {
        let server = try TestServer("echo")
        let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
        #expect(try client.exchange([1, 2, 3]) == [1, 2, 3])
        client.connection.close()
        try server.program.waitForLine(containing: "GOODBYE")
        #expect(throws: TLSError.closed) { try client.connection.read(maximum: 1) }
        #expect(throws: TLSError.closed) { try client.connection.write([1]) }
    }

    @Test func dropped_withoutClose_isACutForTheServer() throws {
        let server = try TestServer("echo")
        do {
            let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
            #expect(try client.exchange([1]) == [1])
        }
        try server.program.waitForLine(containing: "CUT")
    }

    @Test func read_serverEndsInOrder_givesTheEnd() throws {
        let server = try TestServer("end")
        let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
        try client.write([1])
        #expect(try client.read(100) == Array("done".utf8))
        #expect(try client.connection.read(maximum: 1) == .end)
    }

    @Test func read_serverCuts_isAnError() throws {
        let server = try TestServer("cut")
        let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
        try client.write([1])
        #expect(throws: TLSError.cut) { try client.read(1) }
    }

    @Test func read_serverResets_tellsTheSystemsReason() throws {
        let server = try TestServer("reset")
        let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
        try client.write([1])
        #expect(throws: TLSError.system(errno: ECONNRESET)) { try client.read(1) }
        #expect(TLSError.system(errno: ECONNRESET).description.contains("reset by peer"))
    }

    @Test func read_serverDemandsACertificate_tellsItsAlert() throws {
        let server = try TestServer("private")
        let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
        // certificate_required (RFC 8446 §6); it comes after the client's side of the handshake.
        #expect(throws: TLSError.alert(116)) { try client.read(1) }
        #expect(TLSError.alert(116).description.contains("TLS alert 116"))
    }

    @Test func write_whereNothingCanBeSent_failsWithoutASignal() throws {
        let server = try TestServer("echo")
        let client = try TestClient(to: server.address, pins: [Identity.expired.pin])
        let before = signal(SIGPIPE) { _ in brokenPipes.add(1, ordering: .relaxed) }
        defer { signal(SIGPIPE, before) }
        // The one way to a certain EPIPE; a server's reset may come first.
        #expect(shutdown(client.connection.descriptor, Int32(SHUT_WR)) == 0)
        #expect(throws: TLSError.system(errno: EPIPE)) { try client.write([1]) }
        #expect(brokenPipes.load(ordering: .relaxed) == 0)
    }
}
