public import RueWire

/// A key that a node signs, or has signed, with.
public struct KeyRecord: Equatable, Sendable {
    /// Its row.
    public let id: RowID
    /// Its thumbprint, `kid`.
    public let keyID: KeyID
    /// The Ed25519 public key, 32 bytes.
    public let publicKey: [UInt8]
    /// Whose it is.
    public let node: RowID
    /// The chain that it signs now.
    public let chain: RowID
    /// The last sequence number that it may sign in the chain (its rotation), nil while it has no
    /// successor.
    public let untilSequence: UInt64?
    /// When it came, in milliseconds since 1970.
    public let addedMilliseconds: Int64
    /// When it was revoked, in milliseconds since 1970; nil while it is good.
    public let revokedMilliseconds: Int64?
}

/// A key to be added.
public struct NewKey: Sendable {
    var keyID: KeyID
    var publicKey: [UInt8]
    var node: RowID
    var chain: RowID
    var now: Int64

    /// Puts a key together.
    ///
    /// - Parameters:
    ///   - keyID: its thumbprint.
    ///   - publicKey: the Ed25519 public key, 32 bytes.
    ///   - node: whose it is.
    ///   - chain: the chain that it signs.
    ///   - now: the time, in milliseconds since 1970.
    public init(keyID: KeyID, publicKey: [UInt8], node: RowID, chain: RowID, now: Int64) {
        self.keyID = keyID
        self.publicKey = publicKey
        self.node = node
        self.chain = chain
        self.now = now
    }
}
