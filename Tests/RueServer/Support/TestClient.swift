internal import CEvent
import Glibc
import RueHTTP

enum ClientError: Error {
    case connect(errno: Int32)
    case handshake
    case write
    case read
    /// The server closed where an answer was expected.
    case closed
}

/// A blocking client on a loopback socket, which gives up after ten seconds without a byte.
final class TestClient {
    enum Security: Equatable {
        case plain
        case tls
        case tls12
    }

    let descriptor: Int32
    private var context: OpaquePointer?
    private var ssl: OpaquePointer?
    private var parser = ResponseParser(limits: HTTPLimits(maximumBodyBytes: 1 << 30))

    init(
        port: UInt16, isIPv6: Bool = false, _ security: Security = .plain, receiveBuffer: Int32 = 0
    ) throws {
        descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        set(SO_RCVTIMEO, timeval(tv_sec: 10, tv_usec: 0))
        set(SO_SNDTIMEO, timeval(tv_sec: 10, tv_usec: 0))
        if receiveBuffer > 0 { set(SO_RCVBUF, receiveBuffer) }
        // Else the request would wait 40 ms for the acknowledgement of the handshake's end.
        var on: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        let result = isIPv6 ? connectIPv6(port) : connectIPv4(port)
        guard result == 0 else { throw ClientError.connect(errno: errno) }
        if security != .plain { try startTLS(security) }
    }

    deinit {
        if let ssl { SSL_free(ssl) }
        if let context { SSL_CTX_free(context) }
        close(descriptor)
    }

    /// SHA-256 of the server key's SubjectPublicKeyInfo.
    var peerPin: [UInt8] {
        guard let certificate = ssl.flatMap({ SSL_get1_peer_certificate($0) }) else { return [] }
        defer { X509_free(certificate) }
        var der: UnsafeMutablePointer<UInt8>?
        let length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der)
        var pin = [UInt8](repeating: 0, count: 32)
        return rue_tls_pin_of(der, length, &pin) == 1 ? pin : []
    }

    var protocolVersion: Int32 { ssl.map { SSL_version($0) } ?? 0 }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer -> Int in
                guard let ssl else {
                    return Glibc.send(
                        descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                }
                return rue_tls_write(ssl, buffer.baseAddress, buffer.count)
            }
            guard count > 0 else { throw ClientError.write }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends the client's half of the connection; the server's answers still come.
    func endSending() {
        if let ssl { rue_tls_finish(ssl) }
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Lets the end of this client be a reset.
    func resetWhenClosed() {
        set(SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    }

    /// The next bytes; empty at the end.
    func read() throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = bytes.withUnsafeMutableBytes { buffer in
            guard let ssl else { return recv(descriptor, buffer.baseAddress, buffer.count, 0) }
            let result = rue_tls_read(ssl, buffer.baseAddress, buffer.count)
            return result == RUE_TLS_CLOSED ? 0 : result
        }
        guard count >= 0 else { throw ClientError.read }
        return Array(bytes.prefix(count))
    }

    func response() throws -> HTTPResponse {
        while true {
            if let response = try parser.next() { return response }
            let bytes = try read()
            guard !bytes.isEmpty else { throw ClientError.closed }
            try parser.append(bytes)
        }
    }

    /// Sends a request and waits for its answer.
    func exchange(_ request: HTTPRequest) throws -> HTTPResponse {
        try send(request.serialise())
        return try response()
    }

    /// Whether something can be read within this time: bytes, or the end.
    func isReadable(within milliseconds: Int32) -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, milliseconds) > 0
    }

    /// Waits for the server's end; false when other bytes come first, or a reset.
    func isClosed() -> Bool {
        do {
            return try read().isEmpty
        } catch {
            return false
        }
    }

    private func set<Value: BitwiseCopyable>(_ option: Int32, _ value: Value) {
        var value = value
        setsockopt(
            descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Value>.size))
    }

    private func connectIPv4(_ port: UInt16) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private func connectIPv6(_ port: UInt16) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }

    private func startTLS(_ security: Security) throws {
        rue_tls_initialise()
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw ClientError.handshake }
        self.context = context
        if security == .tls12 {
            SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        }
        guard let ssl = SSL_new(context), SSL_set_fd(ssl, descriptor) == 1 else {
            throw ClientError.handshake
        }
        self.ssl = ssl
        guard SSL_connect(ssl) == 1 else { throw ClientError.handshake }
    }
}
