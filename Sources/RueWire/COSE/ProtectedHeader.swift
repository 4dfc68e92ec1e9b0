/// The protected header of each kind of message.
struct ProtectedHeader {
    let kind: MessageKind
    let keyID: KeyID
    let chain: ChainLink?

    /// The labels (RFC 9052 §3.1, RFC 9596) and Rue's own.
    enum Label {
        static let algorithm: Int64 = 1
        static let critical: Int64 = 2
        static let contentType: Int64 = 3
        static let keyID: Int64 = 4
        static let type: Int64 = 16
        static let chain: Int64 = -65537
    }

    /// Ed25519 (RFC 9864).
    static let algorithm: Int64 = -19
    /// application/senml+cbor (RFC 8428 §12.3).
    static let contentType: UInt64 = 112

    init(kind: MessageKind, keyID: KeyID, chain: ChainLink?) {
        self.kind = kind
        self.keyID = keyID
        self.chain = chain
    }

    func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 192)
        encoder.map(count: 3 + (kind.isChained ? 2 : 0) + (kind == .batch ? 1 : 0))
        encoder.integer(Label.algorithm)
        encoder.integer(ProtectedHeader.algorithm)
        if chain != nil {
            encoder.integer(Label.critical)
            encoder.array(count: 1)
            encoder.integer(Label.chain)
        }
        if kind == .batch {
            encoder.integer(Label.contentType)
            encoder.unsigned(ProtectedHeader.contentType)
        }
        encoder.integer(Label.keyID)
        encoder.byteString(keyID)
        encoder.integer(Label.type)
        encoder.text(kind.mediaType)
        if let chain {
            encoder.integer(Label.chain)
            chain.encode(to: &encoder)
        }
        return encoder.bytes
    }
}
