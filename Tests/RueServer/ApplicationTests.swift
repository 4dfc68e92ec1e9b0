import RueHTTP
import RueServer
import Testing

@Suite struct ApplicationTests {
    @Test func limits_peerAddress_isTheClients() throws {
        var application = Application.echo
        application.limits = { head, peer in
            peer.isIPv6 && peer.isLoopback
                ? .refuse(HTTPResponse(status: 403, body: Array("\(peer)".utf8)))
                : .accept(maximumBodyBytes: 100)
        }
        let server = try TestServer(application)
        let six = try server.connect(isIPv6: true).exchange(.post("x"))
        #expect(six.status == 403)
        #expect(six.text == "::1")
        #expect(try server.connect().exchange(.post("x")).text == "x")
    }

    @Test func listeners_eachWithItsOwnApplication_answerForThemselves() throws {
        let identity = try TestServer.identity.get()
        let page = Application.answering { _, _, responder in
            responder.respond(HTTPResponse(status: 200, body: Array("page".utf8)))
        }
        let server = try Server.start(
            ServerConfiguration(listeners: [
                Listener(port: 0, isLoopbackOnly: true, tls: identity, application: .echo),
                Listener(port: 0, isLoopbackOnly: true, tls: nil, application: page),
            ]))
        defer { server.stop(deadlineMilliseconds: 0) }
        #expect(server.ports[0] != server.ports[1])
        for isIPv6 in [false, true] {
            let node = try TestClient(port: server.ports[0], isIPv6: isIPv6, .tls)
            #expect(try node.exchange(.post("node")).text == "node")
            let browser = try TestClient(port: server.ports[1], isIPv6: isIPv6)
            #expect(try browser.exchange(.post("x")).text == "page")
        }
    }
}
