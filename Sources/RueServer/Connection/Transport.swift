internal import CEvent
import Glibc

/// A socket's bytes, with or without TLS. Never blocks.
struct Transport {
    enum Outcome {
        case bytes(Int)
        case wantsRead
        case wantsWrite
        /// The peer sends no more.
        case end
        case failed
    }

    let descriptor: Int32
    /// OpenSSL's end of the connection, owned; nil for plain HTTP.
    private var ssl: OpaquePointer?
    /// OpenSSL must not be asked to say goodbye after an error.
    private var hasFailed = false

    init?(_ descriptor: Int32, tls: TLSContext?) {
        self.descriptor = descriptor
        guard let tls else { return }
        guard let ssl = rue_tls_server(tls.pointer, descriptor) else { return nil }
        self.ssl = ssl
    }

    var isSecure: Bool { ssl != nil }

    /// Whether OpenSSL holds bytes for which the socket will not wake anybody.
    var hasBuffered: Bool { ssl.map { SSL_has_pending($0) == 1 } ?? false }

    /// Goes on with the handshake; `.bytes(0)` when it is done.
    mutating func handshake() -> Outcome {
        guard let ssl else { return .bytes(0) }
        let result = rue_tls_handshake(ssl)
        return result == 1 ? .bytes(0) : outcome(Int(result))
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        if let ssl { return outcome(rue_tls_read(ssl, buffer.baseAddress, buffer.count)) }
        let result = rue_receive(descriptor, buffer.baseAddress, buffer.count)
        if result > 0 { return .bytes(result) }
        if result == 0 { return .end }
        return rue_is_again(result) == 1 ? .wantsRead : .failed
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        if let ssl { return outcome(rue_tls_write(ssl, bytes.baseAddress, bytes.count)) }
        let result = rue_send(descriptor, bytes.baseAddress, bytes.count)
        if result >= 0 { return .bytes(result) }
        return rue_is_again(result) == 1 ? .wantsWrite : .failed
    }

    /// Tells the peer that nothing more will come: close_notify, then FIN.
    mutating func finish() {
        if let ssl, !hasFailed { rue_tls_finish(ssl) }
        rue_end_sending(descriptor)
    }

    /// Throws away what the socket has, undecrypted: how many bytes, 0 at the end, -1 when there
    /// are none now, -2 after an error.
    func discard(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let result = rue_receive(descriptor, buffer.baseAddress, buffer.count)
        if result >= 0 { return result }
        return rue_is_again(result) == 1 ? -1 : -2
    }

    mutating func close() {
        if let ssl { SSL_free(ssl) }
        ssl = nil
        _ = Glibc.close(descriptor)
    }

    private mutating func outcome(_ result: Int) -> Outcome {
        if result > 0 { return .bytes(result) }
        switch result {
        case RUE_TLS_WANTS_READ: return .wantsRead
        case RUE_TLS_WANTS_WRITE: return .wantsWrite
        case RUE_TLS_CLOSED: return .end
        default:
            hasFailed = true
            return .failed
        }
    }
}
