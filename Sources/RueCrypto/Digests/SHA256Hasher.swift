internal import COpenSSL
public import RueWire

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
///
/// Not to be used from several threads at once.
public final class SHA256Hasher {
    private let context: OpaquePointer

    /// Begins a new hash.
    public init() {
        guard let context = rue_sha256_begin() else {
            fatalError("OpenSSL has no SHA-256 or no memory")
        }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Adds bytes to what is hashed.
    /// - Parameter bytes: the next bytes, of any length.
    public func update(_ bytes: [UInt8]) {
        let updated = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(updated == 1, "SHA-256 updated after its end")
    }

    /// Ends the hash: no update may follow.
    /// - Returns: the 32-byte digest.
    public func finish() -> Bytes32 {
        SHA256.digest { EVP_DigestFinal_ex(context, $0, nil) == 1 }
    }
}
