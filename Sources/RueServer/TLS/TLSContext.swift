internal import CEvent

/// OpenSSL's settings for the connections of a listener.
///
/// Unchecked, because it is never changed after it is made, and OpenSSL counts its references with
/// atomics (CRYPTO_THREAD in SSL_CTX_up_ref).
final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ identity: TLSIdentity) throws(ServerError) {
        let key = Array(identity.key.pem.utf8)
        let certificate = Array(identity.certificatePEM.utf8)
        guard
            let pointer = rue_tls_context(key, key.count, certificate, certificate.count)
        else { throw .tls(TLSContext.reason()) }
        self.pointer = pointer
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    /// What OpenSSL complains of on this thread.
    static func reason() -> String {
        var text = [CChar](repeating: 0, count: 256)
        rue_tls_reason(&text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? "unknown reason" : String(decoding: bytes, as: UTF8.self)
    }
}
