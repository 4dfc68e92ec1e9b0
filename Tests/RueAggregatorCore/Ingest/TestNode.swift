import RueCrypto
import RueHTTP
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// A node that signs what it is told to, right or wrong.
final class TestNode {
    var key: SigningKey
    let baseName: String
    let clock: ManualClock
    private(set) var grant: [UInt8] = []
    var sequence: UInt64 = 0
    var previous: MessageID = .zero
    var boot = bytes16(0xb0)
    var knowsTime = true

    init(seed: UInt8, clock: ManualClock) throws {
        key = try SigningKey(seed: [UInt8](repeating: seed, count: 32))
        baseName = BaseName.simulated(key.publicKey.keyID)
        self.clock = clock
    }

    var keyID: KeyID { key.publicKey.keyID }

    // MARK: Enrolment

    func enrolment(
        _ token: EnrolmentToken, _ authority: NodeAuthority, baseName name: String? = nil,
        pin: Pin? = nil
    ) throws -> [UInt8] {
        let name = name ?? baseName
        let mac = HMACSHA256.authenticate(
            EnrolPayload.macInput(
                keyID: keyID, serverPin: pin ?? authority.livePin, baseName: name),
            key: SHA256.hash(token.secret).bytes)
        let payload = EnrolPayload(
            tokenID: token.id, mac: mac, publicKey: key.publicKey.bytes, baseName: name)
        return try Envelope.sign(kind: .enrol, chain: nil, payload: payload.encode(), key: key)
            .encode()
    }

    func accept(grant response: HTTPResponse, from house: TestHouse) throws {
        try #require(response.status == 200)
        let envelope = try Envelope.decode(response.body)
        try #require(envelope.verify(with: house.authority.signingKey.publicKey))
        grant = response.body
        sequence = 0
        previous = envelope.messageID
    }

    // MARK: Items

    func link(_ change: (inout ChainLink) -> Void = { _ in }) -> ChainLink {
        var link = ChainLink(
            sequence: sequence + 1, previous: previous, boot: boot,
            uptimeMilliseconds: UInt64(clock.monotonicMilliseconds),
            utcMilliseconds: knowsTime ? UInt64(clock.utcMilliseconds) : nil)
        change(&link)
        return link
    }

    func pack(_ names: [String] = ["air_temperature"], milli: Int64 = 21_370) -> [UInt8] {
        var pack = PackEncoder(
            baseName: baseName,
            baseTimeMilliseconds: knowsTime ? clock.utcMilliseconds : nil)
        for name in names {
            pack.append(
                name: name, unit: "Cel", value: .decimal(DecimalFraction(milli: milli)),
                timeOffsetMilliseconds: 0)
        }
        return pack.encode()
    }

    /// Signs an item without moving on to it.
    func signed(
        _ kind: MessageKind = .batch, payload: [UInt8]? = nil,
        link change: (inout ChainLink) -> Void = { _ in }
    ) throws -> Envelope {
        try Envelope.sign(
            kind: kind, chain: link(change), payload: payload ?? pack(), key: key)
    }

    /// Signs the next item and moves on to it.
    func next(
        payload: [UInt8]? = nil, link change: (inout ChainLink) -> Void = { _ in }
    ) throws -> [UInt8] {
        let envelope = try signed(payload: payload, link: change)
        moveOn(envelope)
        return envelope.encode()
    }

    func moveOn(_ envelope: Envelope) {
        sequence += 1
        previous = envelope.messageID
    }

    /// Signs a rotation to a new key, moves on to it and to the key.
    func rotate(seed: UInt8, spoilProof: Bool = false) throws -> [UInt8] {
        let new = try SigningKey(seed: [UInt8](repeating: seed, count: 32))
        let link = link()
        var proof = try new.sign(
            RotatePayload.proofInput(
                oldKeyID: keyID, newKeyID: new.publicKey.keyID, link: link))
        if spoilProof { proof[0] ^= 1 }
        let payload = RotatePayload(newKey: new.publicKey.bytes, proof: proof)
        let envelope = try Envelope.sign(
            kind: .rotate, chain: link, payload: payload.encode(), key: key)
        moveOn(envelope)
        if !spoilProof { key = new }
        return envelope.encode()
    }

    // MARK: Heads

    func headRequest(
        nonce: UInt8 = 0xaa, grant: [UInt8]? = nil, rotations: [[UInt8]] = [],
        oldest: HeadRequestPayload.Oldest? = nil
    ) throws -> [UInt8] {
        let payload = HeadRequestPayload(
            nonce: bytes16(nonce), grant: grant, rotations: rotations, oldest: oldest)
        return try Envelope.sign(
            kind: .headRequest, chain: nil, payload: payload.encode(), key: key
        ).encode()
    }
}
