public import RueCrypto
public import RueStore
import RueWire

/// A new one-time token: what the store keeps, and what only the link holds.
public struct EnrolmentToken: Sendable {
    /// How long a token lives unless told otherwise, in milliseconds of the server's time: 15 minutes.
    public static let lifetimeMilliseconds: Int64 = 900_000
    /// How long it may live: from a minute to a week, for a card that is prepared today.
    public static let lifetimes: ClosedRange<Int64> = 60_000...604_800_000

    /// For `StoreWriter.addToken(_:)`.
    public let record: TokenRecord
    /// 8 bytes.
    public let id: [UInt8]
    /// 16 bytes, for the link and nothing else.
    public let secret: [UInt8]

    /// Makes a token.
    ///
    /// - Parameters:
    ///   - nodeName: the node that it is for, new or known.
    ///   - now: the time, in milliseconds since 1970.
    ///   - lifetime: how long it lives, in milliseconds.
    /// - Throws: when the system has no random bytes.
    public init(
        nodeName: String, now: Int64, lifetime: Int64 = lifetimeMilliseconds
    ) throws(CryptoError) {
        let id = try RandomBytes.generate(8)
        let secret = try RandomBytes.generate(16)
        self.init(
            record: TokenRecord(
                id: id, secretHash: SHA256.hash(secret).bytes, nodeName: nodeName,
                createdMilliseconds: now, expiresMilliseconds: now + lifetime),
            id: id, secret: secret)
    }

    init(record: TokenRecord, id: [UInt8], secret: [UInt8]) {
        self.record = record
        self.id = id
        self.secret = secret
    }
}
