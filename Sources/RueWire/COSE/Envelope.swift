/// A message: a tagged COSE_Sign1 (RFC 9052 §4.2) as received, or as made.
///
/// Nothing here verifies a signature; ``signingInput`` is what it covers, over the very bytes that
/// were received.
public struct Envelope: Equatable, Sendable {
    /// What kind of message it is, by its `typ`.
    public let kind: MessageKind
    /// The id of the key that signed it, as it claims.
    public let keyID: KeyID
    /// The chain header; nil unless ``MessageKind/isChained``.
    public let chain: ChainLink?
    /// The protected header, encoded.
    public let protectedHeader: [UInt8]
    /// The payload, encoded.
    public let payload: [UInt8]
    /// The 64 bytes of the Ed25519 signature; empty in a draft.
    public let signature: [UInt8]

    init(
        kind: MessageKind, keyID: KeyID, chain: ChainLink?, protectedHeader: [UInt8],
        payload: [UInt8], signature: [UInt8]
    ) {
        self.kind = kind
        self.keyID = keyID
        self.chain = chain
        self.protectedHeader = protectedHeader
        self.payload = payload
        self.signature = signature
    }

    /// Drafts a message that is still to be signed.
    ///
    /// - Parameters:
    ///   - kind: what kind of message.
    ///   - keyID: the id of the key that will sign it.
    ///   - chain: the chain header. Batches and rotations must have one, no other kind may.
    ///   - payload: the payload, encoded.
    public init(kind: MessageKind, keyID: KeyID, chain: ChainLink?, payload: [UInt8]) {
        precondition(kind.isChained == (chain != nil), "only batches and rotations are chained")
        self.init(
            kind: kind, keyID: keyID, chain: chain,
            protectedHeader: ProtectedHeader(kind: kind, keyID: keyID, chain: chain).encode(),
            payload: payload, signature: [])
    }

    /// The same message with its signature.
    ///
    /// - Parameter signature: 64 bytes: Ed25519 over ``signingInput``.
    /// - Returns: the message, ready to be sent.
    public func signed(_ signature: [UInt8]) -> Envelope {
        Envelope(
            kind: kind, keyID: keyID, chain: chain, protectedHeader: protectedHeader,
            payload: payload, signature: signature)
    }

    /// RFC 9052 §4.4's Sig_structure, over header and payload as they are: what is signed, and
    /// what a message's id is the SHA-256 of.
    public var signingInput: [UInt8] {
        Envelope.signingInput(protectedHeader: protectedHeader, payload: payload)
    }

    /// RFC 9052 §4.4's Sig_structure of any COSE_Sign1 without external data.
    ///
    /// - Parameters:
    ///   - protectedHeader: the protected header, encoded.
    ///   - payload: the payload.
    /// - Returns: the encoded array `["Signature1", protected, h'', payload]`.
    public static func signingInput(protectedHeader: [UInt8], payload: [UInt8]) -> [UInt8] {
        var encoder = CBOREncoder(capacity: protectedHeader.count + payload.count + 24)
        encoder.array(count: 4)
        encoder.text("Signature1")
        encoder.byteString(protectedHeader)
        encoder.byteString([])
        encoder.byteString(payload)
        return encoder.bytes
    }

    /// Writes the message.
    ///
    /// - Returns: the tagged COSE_Sign1.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(
            capacity: protectedHeader.count + payload.count + signature.count + 16)
        encoder.tag(18)
        encoder.array(count: 4)
        encoder.byteString(protectedHeader)
        encoder.map(count: 0)
        encoder.byteString(payload)
        encoder.byteString(signature)
        return encoder.bytes
    }
}
