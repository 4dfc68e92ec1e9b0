import RueCrypto
import RueWire

/// A small archive with keys that are known: one node, a batch, a quarantined one, a gap, a batch.
struct SampleArchive {
    static let itemRecord: UInt64 = 3

    let server = signer(1)
    /// Every signed item.
    private(set) var items: [[UInt8]] = []
    /// All records but the seal.
    private(set) var records: [UInt8] = []

    init() {
        let node = SampleArchive.signer(2)
        let grant = SampleArchive.sign(
            .grant, chain: nil, payload: grant(to: node).encode(), key: server)
        let first = SampleArchive.batch(1, after: SHA256.hash(grant.signingInput), node)
        let second = SampleArchive.batch(2, after: SHA256.hash(first.signingInput), node)
        let lost = Sample.bytes32(9)
        let third = SampleArchive.batch(5, after: lost, node)
        items = [first, second, third].map { $0.encode() }
        var encoder = CBOREncoder()
        start(&encoder, grant: grant.encode(), id: SHA256.hash(grant.signingInput))
        SampleArchive.item(&encoder, items[0], quarantine: nil)
        SampleArchive.item(&encoder, items[1], quarantine: "odd")
        encoder.array(count: 3)
        encoder.unsigned(4)
        SampleArchive.place(&encoder, 4, lost)
        encoder.null()
        SampleArchive.item(&encoder, items[2], quarantine: nil)
        encoder.array(count: 3)
        encoder.unsigned(5)
        SampleArchive.place(&encoder, 5, SHA256.hash(third.signingInput))
        encoder.unsigned(3)
        records = encoder.bytes
    }

    /// Records with the seal that the server would put behind them.
    func sealed(_ records: [UInt8], chains: UInt64, items: UInt64) -> [UInt8] {
        let payload = ArchivePayload(
            utcMilliseconds: UInt64(Sample.utcMilliseconds), from: nil, to: nil,
            logID: Sample.bytes16(1), logSize: 3, logHead: Sample.bytes32(1), chains: chains,
            items: items, digest: SHA256.hash(records))
        let seal = SampleArchive.sign(.archive, chain: nil, payload: payload.encode(), key: server)
        var encoder = CBOREncoder()
        encoder.array(count: 2)
        encoder.unsigned(6)
        encoder.byteString(seal.encode())
        return records + encoder.bytes
    }

    private func grant(to node: SigningKey) -> GrantPayload {
        GrantPayload(
            publicKey: node.publicKey.bytes, baseName: Sample.baseName,
            serverID: server.publicKey.keyID, livePin: Sample.bytes32(5),
            recoveryPin: Sample.bytes32(6), serverKey: server.publicKey.bytes,
            tokenID: Array(Sample.bytes32(1).bytes.prefix(8)),
            utcMilliseconds: UInt64(Sample.utcMilliseconds))
    }

    private func start(_ encoder: inout CBOREncoder, grant: [UInt8], id: MessageID) {
        encoder.array(count: 4)
        encoder.unsigned(0)
        encoder.text("rue-archive")
        encoder.unsigned(1)
        encoder.byteString(server.publicKey.bytes)
        encoder.array(count: 3)
        encoder.unsigned(1)
        encoder.text("kitchen")
        encoder.unsigned(0)
        encoder.array(count: 5)
        encoder.unsigned(2)
        encoder.byteString(grant)
        encoder.array(count: 0)
        SampleArchive.place(&encoder, 0, id)
        encoder.null()
    }

    private static func item(_ encoder: inout CBOREncoder, _ bytes: [UInt8], quarantine: String?) {
        encoder.array(count: 4)
        encoder.unsigned(itemRecord)
        encoder.byteString(bytes)
        encoder.unsigned(UInt64(Sample.utcMilliseconds))
        if let quarantine { encoder.text(quarantine) } else { encoder.null() }
    }

    private static func place(_ encoder: inout CBOREncoder, _ sequence: UInt64, _ id: MessageID) {
        encoder.array(count: 2)
        encoder.unsigned(sequence)
        encoder.byteString(id)
    }

    private static func batch(
        _ sequence: UInt64, after previous: MessageID, _ key: SigningKey
    ) -> Envelope {
        sign(
            .batch, chain: Sample.link(hasClock: true, sequence: sequence, previous: previous),
            payload: Sample.pack(hasClock: true), key: key)
    }

    private static func sign(
        _ kind: MessageKind, chain: ChainLink?, payload: [UInt8], key: SigningKey
    ) -> Envelope {
        do throws(CryptoError) {
            return try Envelope.sign(kind: kind, chain: chain, payload: payload, key: key)
        } catch {
            end("OpenSSL does not sign")
        }
    }

    private static func signer(_ seed: UInt8) -> SigningKey {
        do throws(CryptoError) {
            return try SigningKey(seed: Sample.bytes32(seed).bytes)
        } catch {
            end("OpenSSL makes no key")
        }
    }
}
