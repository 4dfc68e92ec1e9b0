public import RueWire

/// A one-time token, of which the store never sees the secret itself.
public struct TokenRecord: Equatable, Sendable {
    /// Its id, 8 bytes.
    public let id: [UInt8]
    /// SHA-256 of the secret, 32 bytes: the key of the enrolment's HMAC.
    public let secretHash: [UInt8]
    /// The node it was made for.
    public let nodeName: String
    /// When it was made, in milliseconds since 1970.
    public let createdMilliseconds: Int64
    /// From when on it cannot be spent, in milliseconds since 1970.
    public let expiresMilliseconds: Int64
    /// The key that spent it, nil until then.
    public let spentBy: KeyID?
    /// Whether it was made to end before its time.
    public let wasWithdrawn: Bool

    /// Puts a token together, unspent.
    public init(
        id: [UInt8], secretHash: [UInt8], nodeName: String, createdMilliseconds: Int64,
        expiresMilliseconds: Int64
    ) {
        self.init(
            id: id, secretHash: secretHash, nodeName: nodeName,
            createdMilliseconds: createdMilliseconds, expiresMilliseconds: expiresMilliseconds,
            spentBy: nil, wasWithdrawn: false)
    }

    init(
        id: [UInt8], secretHash: [UInt8], nodeName: String, createdMilliseconds: Int64,
        expiresMilliseconds: Int64, spentBy: KeyID?, wasWithdrawn: Bool
    ) {
        self.id = id
        self.secretHash = secretHash
        self.nodeName = nodeName
        self.createdMilliseconds = createdMilliseconds
        self.expiresMilliseconds = expiresMilliseconds
        self.spentBy = spentBy
        self.wasWithdrawn = wasWithdrawn
    }
}
