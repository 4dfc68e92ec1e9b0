import RueHTTP
import RueServer
import Testing

/// A server on kernel-chosen loopback ports: a plain one and a TLS one, which answer alike.
final class TestServer: Sendable {
    /// One key for all tests: they are about what is done with it.
    static let identity: Result<TLSIdentity, any Error> = Result {
        let key = try TLSKey.generate()
        return try TLSIdentity(key: key, certificatePEM: key.makeCertificate())
    }

    let server: Server

    init(
        _ application: Application = .echo,
        adjust: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        let identity = try TestServer.identity.get()
        var configuration = ServerConfiguration(listeners: [
            Listener(port: 0, isLoopbackOnly: true, tls: nil, application: application),
            Listener(port: 0, isLoopbackOnly: true, tls: identity, application: application),
        ])
        adjust(&configuration)
        server = try Server.start(configuration)
    }

    deinit {
        server.stop(deadlineMilliseconds: 0)
    }

    func connect(
        _ security: TestClient.Security = .plain, isIPv6: Bool = false, receiveBuffer: Int32 = 0
    ) throws -> TestClient {
        try TestClient(
            port: server.ports[security == .plain ? 0 : 1], isIPv6: isIPv6, security,
            receiveBuffer: receiveBuffer)
    }
}

extension Application {
    /// Answers with the request's body; `/none` is 404, and a body may have 1,000 bytes.
    static let echo = answering { request, _, responder in
        responder.respond(HTTPResponse(status: 200, body: request.body))
    }

    /// Takes bodies of so many bytes, and answers with how many came.
    static func taking(bodies maximum: Int) -> Application {
        var application = answering { request, _, responder in
            let count = Array(String(request.body.count).utf8)
            responder.respond(HTTPResponse(status: 200, body: count))
        }
        application.limits = { _, _ in .accept(maximumBodyBytes: maximum) }
        return application
    }

    static func answering(
        _ handler: @escaping @Sendable (HTTPRequest, PeerAddress, Responder) -> Void
    ) -> Application {
        Application(
            limits: { head, _ in
                head.path == "/none"
                    ? .refuse(HTTPResponse(status: 404)) : .accept(maximumBodyBytes: 1_000)
            },
            faultResponse: { error in
                HTTPResponse(status: error.status, body: Array(error.description.utf8))
            },
            handler: handler)
    }
}

extension HTTPRequest {
    static func post(_ text: String, path: String = "/echo") -> HTTPRequest {
        HTTPRequest(method: "POST", path: path, headers: ["Host": "rue"], body: Array(text.utf8))
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
