internal import RueCrypto
public import RueWire

/// Where an uplink's random numbers come from.
public protocol Randomness: AnyObject {
    /// Fresh bytes that nobody can guess.
    /// - Returns: 16 bytes; nil when the system has none.
    func nonce() -> Bytes16?
}

/// The system's random numbers.
public final class SystemRandomness: Randomness {
    /// The system's random numbers.
    public init() {}

    /// Fresh bytes that nobody can guess.
    /// - Returns: 16 bytes; nil when the system has none.
    public func nonce() -> Bytes16? {
        do throws(CryptoError) {
            return try RandomBytes.id()
        } catch {
            return nil
        }
    }
}
