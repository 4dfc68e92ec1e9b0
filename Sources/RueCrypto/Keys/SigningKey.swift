internal import COpenSSL

/// An Ed25519 private key (RFC 8032 §5.1.5) with its public half.
///
/// `@unchecked Sendable`: the OpenSSL key inside is never changed after `init`, and OpenSSL allows
/// any number of threads to sign with one key, each with a context of its own.
public final class SigningKey: @unchecked Sendable {
    /// The private key, 32 bytes. Whoever has it can sign as its owner.
    public let seed: [UInt8]
    /// The public half.
    public let publicKey: PublicKey

    private let handle: OpaquePointer

    /// Takes a key that was made earlier.
    /// - Parameter seed: the private key, 32 bytes.
    /// - Throws: `.seedLength`; `.library` without memory.
    public init(seed: [UInt8]) throws(CryptoError) {
        guard seed.count == Self.seedByteCount else { throw .seedLength(seed.count) }
        _ = rue_openssl_init()
        let handle = seed.withUnsafeBufferPointer {
            EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, $0.baseAddress, $0.count)
        }
        guard let handle else { throw .library(operation: "take a private key") }
        do throws(CryptoError) {
            publicKey = try PublicKey(bytes: try Self.publicPoint(of: handle))
        } catch {
            EVP_PKEY_free(handle)
            throw error
        }
        self.seed = seed
        self.handle = handle
    }

    deinit {
        EVP_PKEY_free(handle)
    }

    /// The length of a private key (RFC 8032 §5.1.5).
    public static let seedByteCount = 32
    /// The length of a signature (RFC 8032 §5.1.6).
    public static let signatureByteCount = 64

    /// Makes a new key from random bytes.
    /// - Returns: a key that no one else has.
    /// - Throws: `.library` when the random generator cannot be seeded.
    public static func generate() throws(CryptoError) -> SigningKey {
        try SigningKey(seed: try RandomBytes.generate(seedByteCount))
    }

    /// Signs a message. Deterministic: the same message gives the same signature.
    /// - Parameter message: the bytes to sign, of any length.
    /// - Returns: the signature, 64 bytes.
    /// - Throws: `.library` without memory.
    public func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        var signed: Int32 = 0
        let signature = [UInt8](unsafeUninitializedCapacity: Self.signatureByteCount) {
            buffer, initialised in
            buffer.initialize(repeating: 0)
            initialised = Self.signatureByteCount
            signed = message.withUnsafeBufferPointer {
                rue_ed25519_sign(handle, $0.baseAddress, $0.count, buffer.baseAddress)
            }
        }
        guard signed == 1 else { throw .library(operation: "sign") }
        return signature
    }

    private static func publicPoint(of handle: OpaquePointer) throws(CryptoError) -> [UInt8] {
        var count = PublicKey.byteCount
        var point = [UInt8](repeating: 0, count: count)
        let done = point.withUnsafeMutableBufferPointer {
            EVP_PKEY_get_raw_public_key(handle, $0.baseAddress, &count)
        }
        guard done == 1, count == PublicKey.byteCount else {
            throw .library(operation: "derive the public key")
        }
        return point
    }
}
