public import RueCrypto
public import RueWire

/// What nodes trust, and what the server answers them with: its signing key and its pins.
public struct NodeAuthority: Sendable {
    /// Signs grants, heads and receipts.
    public let signingKey: SigningKey
    /// The pin of the TLS key that the node port presents.
    public let livePin: Pin
    /// The pin of the key in the recovery kit.
    public let recoveryPin: Pin

    /// Puts the three together.
    public init(signingKey: SigningKey, livePin: Pin, recoveryPin: Pin) {
        self.signingKey = signingKey
        self.livePin = livePin
        self.recoveryPin = recoveryPin
    }

    /// The thumbprint of the signing key: head 0 of the log.
    public var serverID: KeyID { signingKey.publicKey.keyID }

    func sign(_ kind: MessageKind, _ payload: [UInt8]) throws(CryptoError) -> Envelope {
        try Envelope.sign(kind: kind, chain: nil, payload: payload, key: signingKey)
    }
}
