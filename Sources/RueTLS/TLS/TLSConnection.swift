internal import COpenSSL

/// The side of a node in a TLS 1.3 connection (RFC 8446) to a server whose key is pinned.
///
/// A pin is the SHA-256 of the DER SubjectPublicKeyInfo of the server's own certificate. Nothing
/// else is asked of a certificate: no issuer, no name, no date, since a node without a battery
/// boots in 1970. Nothing here blocks: every call does what it can and says what it waits for; how
/// long to wait is for the caller's poll loop.
///
/// Dropping a connection closes its socket without TLS's good-bye: call `close()` first.
public final class TLSConnection {
    private let socket: TCPSocket
    private let tls: UnsafeMutablePointer<rue_tls>
    private var isClosed = false

    /// Prepares a connection; nothing is sent yet.
    /// - Parameters:
    ///   - socket: a connected socket, which then belongs to this connection.
    ///   - pins: one to four pins of 32 bytes each; the server's key must be one of them.
    /// - Throws: `.invalidPins`; `.library` without memory.
    public init(socket: TCPSocket, pins: [[UInt8]]) throws(TLSError) {
        guard (1...Int(RUE_TLS_MAXIMUM_PINS)).contains(pins.count),
            pins.allSatisfy({ $0.count == 32 })
        else { throw .invalidPins }
        let tls = pins.flatMap { $0 }.withUnsafeBufferPointer {
            rue_tls_new(socket.descriptor, $0.baseAddress, pins.count)
        }
        guard let tls else { throw .library }
        self.socket = socket
        self.tls = tls
    }

    deinit {
        rue_tls_free(tls)
    }

    /// The socket's descriptor, for poll.
    public var descriptor: Int32 { socket.descriptor }

    /// The pin of the server's key, 32 bytes, once the handshake has shown it; empty before.
    public var peerPin: [UInt8] {
        guard tls.pointee.has_seen == 1 else { return [] }
        return withUnsafeBytes(of: tls.pointee.seen) { Array($0) }
    }

    /// Takes the handshake as far as it goes.
    /// - Returns: `.done` when data may flow, else what it waits for.
    /// - Throws: any `TLSError` but `.invalidPins` and `.library`; the connection is then of no
    ///   more use.
    public func advanceHandshake() throws(TLSError) -> TLSProgress {
        guard !isClosed else { throw .closed }
        switch Ending(rue_tls_handshake(tls)) {
        case .done: return .done
        case .wantsRead: return .wantsRead
        case .wantsWrite: return .wantsWrite
        case .ended: throw .cut
        case .failed(let code): throw error(code)
        }
    }

    /// Reads what is there.
    /// - Parameter maximum: the most bytes to take, 1 or more.
    /// - Returns: bytes, the end, or what it waits for.
    /// - Throws: any `TLSError` but `.invalidPins` and `.library`; the connection is then of no
    ///   more use.
    public func read(maximum: Int) throws(TLSError) -> TLSReadOutcome {
        guard !isClosed else { throw .closed }
        var count = 0
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, maximum)) { buffer, initialised in
            code = rue_tls_read(tls, buffer.baseAddress, buffer.count, &count)
            initialised = count
        }
        switch Ending(code) {
        case .done: return .bytes(bytes)
        case .wantsRead: return .wantsRead
        case .wantsWrite: return .wantsWrite
        case .ended: return .end
        case .failed(let code): throw error(code)
        }
    }

    /// Writes as many bytes as go.
    /// - Parameter bytes: what to write; of nothing, nothing is written.
    /// - Returns: how many went, or what it waits for.
    /// - Throws: any `TLSError` but `.invalidPins` and `.library`; the connection is then of no
    ///   more use.
    public func write(_ bytes: ArraySlice<UInt8>) throws(TLSError) -> TLSWriteOutcome {
        guard !isClosed else { throw .closed }
        guard !bytes.isEmpty else { return .written(0) }
        var count = 0
        let code = bytes.withUnsafeBufferPointer {
            rue_tls_write(tls, $0.baseAddress, $0.count, &count)
        }
        switch Ending(code) {
        case .done: return .written(count)
        case .wantsRead: return .wantsRead
        case .wantsWrite: return .wantsWrite
        case .ended: throw .cut
        case .failed(let code): throw error(code)
        }
    }

    /// Says good-bye (close_notify), so that the server knows that nothing was cut off, as far as
    /// that goes without blocking. No other call may follow; the socket itself is closed with the
    /// last reference to this connection.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        rue_tls_shut(tls)
    }

    private func error(_ code: Int32) -> TLSError {
        switch Int(code) {
        case RUE_TLS_NOT_PINNED: .notPinned(seen: peerPin, expected: pins)
        case RUE_TLS_CUT: .cut
        case RUE_TLS_SYSTEM: .system(errno: tls.pointee.detail)
        case RUE_TLS_ALERT: .alert(tls.pointee.detail)
        case RUE_TLS_TOO_OLD: .tooOld
        case RUE_TLS_NOT_TLS: .notTLS
        default: .broken(reason: reason)
        }
    }

    private var reason: String {
        withUnsafeBytes(of: tls.pointee.reason) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private var pins: [[UInt8]] {
        withUnsafeBytes(of: tls.pointee.pins) { bytes in
            (0..<tls.pointee.pin_count).map { Array(bytes[$0 * 32..<($0 + 1) * 32]) }
        }
    }

    /// How a call into the C shim ended.
    private enum Ending {
        case done
        case wantsRead
        case wantsWrite
        case ended
        case failed(Int32)

        init(_ code: Int32) {
            switch Int(code) {
            case RUE_TLS_DONE: self = .done
            case RUE_TLS_WANTS_READ: self = .wantsRead
            case RUE_TLS_WANTS_WRITE: self = .wantsWrite
            case RUE_TLS_ENDED: self = .ended
            default: self = .failed(code)
            }
        }
    }
}
