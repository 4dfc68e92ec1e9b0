public import RueWire

extension Envelope {
    /// The message's id: SHA-256 of its Sig_structure. It does not cover the signature.
    public var messageID: MessageID {
        SHA256.hash(signingInput)
    }

    /// Checks the signature over the bytes as received. Whether the key is the one that `keyID`
    /// names is for the caller, who looked it up by that.
    /// - Parameter key: the signer's key.
    /// - Returns: true when the key signed this message.
    public func verify(with key: PublicKey) -> Bool {
        key.verify(signature: signature, message: signingInput)
    }

    /// Checks the signature and computes the id from one and the same bytes: what a server does
    /// with every message, for the price of building the Sig_structure once.
    /// - Parameter key: the signer's key.
    /// - Returns: the message's id, or nil when the key did not sign this message.
    public func messageID(verifiedWith key: PublicKey) -> MessageID? {
        let input = signingInput
        guard key.verify(signature: signature, message: input) else { return nil }
        return SHA256.hash(input)
    }

    /// Makes and signs a message.
    /// - Parameters:
    ///   - kind: what kind of message.
    ///   - chain: the chain header. Batches and rotations must have one, no other kind may.
    ///   - payload: the payload, encoded.
    ///   - key: the key to sign with, whose id the message names.
    /// - Returns: the signed message.
    /// - Throws: `.library` without memory.
    public static func sign(
        kind: MessageKind, chain: ChainLink?, payload: [UInt8], key: SigningKey
    ) throws(CryptoError) -> Envelope {
        let draft = Envelope(
            kind: kind, keyID: key.publicKey.keyID, chain: chain, payload: payload)
        return draft.signed(try key.sign(draft.signingInput))
    }
}
