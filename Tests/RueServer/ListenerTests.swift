internal import CEvent
import Glibc
import RueServer
import Testing

private func start(port: UInt16, isLoopbackOnly: Bool = true) throws(ServerError) -> Server {
    try Server.start(
        ServerConfiguration(listeners: [
            Listener(
                port: port, isLoopbackOnly: isLoopbackOnly, tls: nil, application: .echo)
        ]))
}

@Suite struct ListenerTests {
    @Test func start_portZero_isOnePortForBothFamilies() throws {
        let server = try start(port: 0, isLoopbackOnly: false)
        defer { server.stop(deadlineMilliseconds: 0) }
        for isIPv6 in [false, true] {
            let client = try TestClient(port: server.ports[0], isIPv6: isIPv6)
            #expect(try client.exchange(.post("x")).text == "x")
        }
    }

    @Test func start_portOfAnotherServer_isNamed() throws {
        let first = try start(port: 0)
        defer { first.stop(deadlineMilliseconds: 0) }
        let port = first.ports[0]
        #expect(throws: ServerError.portInUse(port)) { try start(port: port) }
        #expect(throws: ServerError.portInUse(port)) {
            try start(port: port, isLoopbackOnly: false)
        }
        #expect(ServerError.portInUse(port).description.contains("port \(port) is in use"))
    }

    @Test func start_portTakenInOneFamilyOnly_isRefused() throws {
        let descriptor = rue_listen(0, 1, 0)
        defer { close(descriptor) }
        let port = UInt16(rue_bound_port(descriptor))
        #expect(throws: ServerError.portInUse(port)) { try start(port: port) }
    }

    @Test func start_secondListenerFails_leavesTheFirstPortFree() throws {
        let taken = try start(port: 0)
        defer { taken.stop(deadlineMilliseconds: 0) }
        let free = try start(port: 0)
        free.stop(deadlineMilliseconds: 0)
        let listeners = [free.ports[0], taken.ports[0]].map {
            Listener(port: $0, isLoopbackOnly: true, tls: nil, application: .echo)
        }
        #expect(throws: ServerError.portInUse(taken.ports[0])) {
            try Server.start(ServerConfiguration(listeners: listeners))
        }
        let again = try start(port: free.ports[0])
        again.stop(deadlineMilliseconds: 0)
    }
}
