import Glibc

/// Why a TLS key or certificate cannot be made, read or used.
public enum TLSIdentityError: Error, Equatable, Sendable {
    /// A file cannot be read or written.
    case file(path: String, errno: Int32)
    /// Others than its owner can read the key.
    case exposed(path: String)
    /// The text is no unencrypted private key in PEM.
    case notAKey(String)
    /// The key is of another kind than P-256.
    case notP256
    /// The text is no certificate in PEM.
    case notACertificate(String)
    /// The certificate is for another key.
    case mismatch
    /// OpenSSL failed.
    case openSSL(String)
}

extension TLSIdentityError: CustomStringConvertible {
    /// What happened and what to do, for a person.
    public var description: String {
        switch self {
        case .file(let path, let errno): "\(path): \(String(cString: strerror(errno)))"
        case .exposed(let path):
            "\(path): others can read this private key; run: chmod 600 '\(path)'"
        case .notAKey(let reason): "the TLS key is not an unencrypted PEM private key (\(reason))"
        case .notP256: "the TLS key is not a P-256 key"
        case .notACertificate(let reason): "the TLS certificate is not readable PEM (\(reason))"
        case .mismatch: "the TLS certificate belongs to another key"
        case .openSSL(let reason): "OpenSSL failed: \(reason)"
        }
    }
}
