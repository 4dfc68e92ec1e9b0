/// Why a cryptographic operation was refused or failed.
public enum CryptoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A private key seed is not 32 bytes (RFC 8032 §5.1.5).
    case seedLength(Int)
    /// A public key is not 32 bytes (RFC 8032 §5.1.5).
    case keyLength(Int)
    /// A public key's y-coordinate is not below 2^255 − 19 (RFC 8032 §5.1.3).
    case nonCanonicalPoint
    /// A public key is a point of small order: it verifies forged signatures.
    case smallOrderPoint
    /// OpenSSL refused an operation that cannot fail on valid input: out of memory, or a library
    /// without its default provider. Holds the name of the operation.
    case library(operation: String)

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .seedLength(let count): "an Ed25519 private key has 32 bytes, not \(count)"
        case .keyLength(let count): "an Ed25519 public key has 32 bytes, not \(count)"
        case .nonCanonicalPoint: "the Ed25519 public key is not canonically encoded"
        case .smallOrderPoint: "the Ed25519 public key is a point of small order"
        case .library(let operation): "OpenSSL failed: \(operation)"
        }
    }
}
