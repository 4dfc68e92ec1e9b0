import RueCrypto
import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct EnrolmentTests {
    let house: TestHouse

    init() throws { house = try TestHouse() }

    func node(_ seed: UInt8 = 1) throws -> TestNode { try TestNode(seed: seed, clock: house.clock) }

    /// Whatever is wrong, the answer tells nothing of it.
    func expectRefused(_ response: HTTPResponse, _ what: String = "") throws {
        let reference = try house.enrol(
            node(200).enrolment(
                try EnrolmentToken(nodeName: "nobody", now: 0), house.authority))
        #expect(response.status == 403, "\(what)")
        #expect(response == reference, "\(what)")
        #expect(try house.problem(response).code == .token)
    }

    @Test func link_good_grantsTheNode() throws {
        let token = try house.token("kitchen")
        let node = try node()
        let response = try house.enrol(node.enrolment(token, house.authority))
        #expect(response.headers["Content-Type"] == MediaType.message)
        let envelope = try Envelope.decode(response.body)
        #expect(envelope.kind == .grant)
        #expect(envelope.verify(with: house.authority.signingKey.publicKey))
        let grant = try GrantPayload(decoding: envelope.payload)
        #expect(grant.publicKey == node.key.publicKey.bytes)
        #expect(grant.baseName == node.baseName)
        #expect(grant.serverID == house.authority.serverID)
        #expect(grant.livePin == house.authority.livePin)
        #expect(grant.recoveryPin == house.authority.recoveryPin)
        #expect(grant.tokenID == token.id)
        #expect(grant.utcMilliseconds == UInt64(house.clock.utcMilliseconds))
        let record = try #require(try house.reader.node(named: "kitchen"))
        #expect(record.status == .active)
        #expect(record.baseName == node.baseName)
        #expect(try house.reader.token(id: token.id)?.spentBy == node.keyID)
    }

    @Test func link_usedBySameKeyAgain_givesTheIdenticalGrantAlsoLater() throws {
        let token = try house.token("kitchen")
        let node = try node()
        let message = try node.enrolment(token, house.authority)
        let first = try house.enrol(message)
        #expect(try house.enrol(message) == first)
        house.clock.advance(milliseconds: 10 * EnrolmentToken.lifetimeMilliseconds)
        try house.restart()
        #expect(try house.enrol(message) == first)
        #expect(try house.reader.chains().count == 1)
    }

    @Test func link_usedAgainAfterRevocation_isRefused() throws {
        let token = try house.token("kitchen")
        let message = try node().enrolment(token, house.authority)
        #expect(try house.enrol(message).status == 200)
        try house.revoke("kitchen")
        try expectRefused(house.enrol(message))
    }

    @Test func link_usedByAnotherKey_isRefused() throws {
        let token = try house.token("kitchen")
        #expect(try house.enrol(node().enrolment(token, house.authority)).status == 200)
        try expectRefused(house.enrol(node(2).enrolment(token, house.authority)))
        #expect(try house.reader.nodes().count == 1)
    }

    @Test func link_usedBySameKeyUnderAnotherName_isRefused() throws {
        let token = try house.token("kitchen")
        let node = try node()
        #expect(try house.enrol(node.enrolment(token, house.authority)).status == 200)
        try expectRefused(
            house.enrol(
                node.enrolment(
                    token, house.authority, baseName: "urn:dev:mac:b827ebfffe3c9a01_")))
    }

    @Test func link_expired_isRefusedAndStaysUnspent() throws {
        let token = try house.token("kitchen")
        house.clock.advance(milliseconds: EnrolmentToken.lifetimeMilliseconds - 1)
        let late = try house.token("cellar")
        house.clock.advance(milliseconds: 1)
        try expectRefused(house.enrol(node().enrolment(token, house.authority)))
        #expect(try house.reader.token(id: token.id)?.spentBy == nil)
        #expect(try house.enrol(node(2).enrolment(late, house.authority)).status == 200)
    }

    @Test(arguments: [EnrolmentToken.lifetimes.lowerBound, EnrolmentToken.lifetimes.upperBound])
    func link_madeForLonger_isGoodUntilThen(lifetime: Int64) throws {
        let (early, late) = try (
            house.token("kitchen", lifetime: lifetime), house.token("cellar", lifetime: lifetime)
        )
        house.clock.advance(milliseconds: lifetime - 1)
        #expect(try house.enrol(node().enrolment(early, house.authority)).status == 200)
        house.clock.advance(milliseconds: 1)
        try expectRefused(house.enrol(node(2).enrolment(late, house.authority)))
    }

    @Test func enrolment_wrongInAnyWay_isRefusedAlikeAndSpendsNothing() throws {
        let token = try house.token("kitchen")
        let node = try node()
        let wrongSecret = EnrolmentToken.with(token, secret: [UInt8](repeating: 0, count: 16))
        try expectRefused(house.enrol(node.enrolment(wrongSecret, house.authority)), "secret")
        try expectRefused(
            house.enrol(node.enrolment(token, house.authority, pin: bytes32(0x99))), "pin")
        var flipped = try node.enrolment(token, house.authority)
        flipped[flipped.count - 1] ^= 1
        try expectRefused(house.enrol(flipped), "signature")
        try expectRefused(house.enrol(signedByAnother(token, node)), "another key's signature")
        #expect(try house.enrol(node.enrolment(token, house.authority)).status == 200)
    }

    private func signedByAnother(_ token: EnrolmentToken, _ node: TestNode) throws -> [UInt8] {
        let payload = try Envelope.decode(node.enrolment(token, house.authority)).payload
        return try Envelope.sign(
            kind: .enrol, chain: nil, payload: payload, key: self.node(3).key
        ).encode()
    }

    @Test func enrolment_malformed_isToldSo() throws {
        let node = try node()
        for payload: [UInt8] in [[], [0x80], [0xff], [UInt8](repeating: 0x85, count: 3)] {
            let message = try Envelope.sign(
                kind: .enrol, chain: nil, payload: payload, key: node.key)
            #expect(try house.problem(house.enrol(message.encode())).code == .malformed)
        }
        #expect(try house.problem(house.enrol([0x01])).code == .malformed)
        #expect(try house.problem(house.enrol(node.headRequest())).code == .malformed)
        let token = try house.token("kitchen")
        let badName = try node.enrolment(
            token, house.authority, baseName: "urn:dev:mac:B827EBFFFE3C9A01_")
        #expect(try house.problem(house.enrol(badName)).code == .malformed)
    }

    @Test func enrolment_smallOrderKey_isRefused() throws {
        let token = try house.token("kitchen")
        let node = try node()
        let payload = EnrolPayload(
            tokenID: token.id, mac: .zero, publicKey: [UInt8](repeating: 0, count: 32),
            baseName: node.baseName)
        let message = try Envelope.sign(
            kind: .enrol, chain: nil, payload: payload.encode(), key: node.key)
        try expectRefused(house.enrol(message.encode()))
    }

    // MARK: Known nodes

    @Test func name_heldByAnotherKey_isRefused() throws {
        let first = try house.newNode("kitchen")
        let thief = try node(2)
        try expectRefused(
            house.enrol(
                thief.enrolment(
                    house.token("cellar"), house.authority, baseName: first.baseName)))
        #expect(try house.reader.nodes().count == 1)
    }

    @Test func node_enrolledAgainWithANewKey_revokesTheOldOne() throws {
        let old = try house.newNode("kitchen")
        _ = try house.batches(old.next())
        let new = try node(2)
        let message = try new.enrolment(
            house.token("kitchen"), house.authority, baseName: old.baseName)
        try new.accept(grant: house.enrol(message), from: house)
        #expect(try house.problem(house.batches(old.next())).code == .revoked)
        let payload = old.pack()
        #expect(try house.receipt(house.batches(new.next(payload: payload))).sequence == 1)
        #expect(try house.reader.nodes().count == 1)
        #expect(try house.reader.chains(node: 1).count == 2)
        try house.expectVerified()
    }

    @Test func node_revoked_comesBackWithANewKeyAndLink() throws {
        let old = try house.newNode("kitchen")
        try house.revoke("kitchen")
        let same = try old.enrolment(house.token("kitchen"), house.authority)
        try expectRefused(house.enrol(same), "a revoked key")
        let new = try node(2)
        let message = try new.enrolment(
            house.token("kitchen"), house.authority, baseName: old.baseName)
        try new.accept(grant: house.enrol(message), from: house)
        #expect(try house.reader.node(named: "kitchen")?.status == .active)
        #expect(try house.problem(house.batches(old.next())).code == .revoked)
    }

    @Test func node_revoked_comesBackUnderAnotherName() throws {
        let old = try house.newNode("kitchen")
        try house.revoke("kitchen")
        let message = try node(2).enrolment(
            house.token("pantry"), house.authority, baseName: old.baseName)
        #expect(try house.enrol(message).status == 200)
    }

    @Test func link_forAKnownNode_isNoGoodForAnotherDevice() throws {
        _ = try house.newNode("kitchen")
        try expectRefused(
            house.enrol(node(2).enrolment(house.token("kitchen"), house.authority)))
    }

    @Test func key_withALinkForAnotherNode_isRefused() throws {
        let kitchen = try house.newNode("kitchen")
        _ = try house.newNode("cellar", seed: 2)
        try expectRefused(
            house.enrol(kitchen.enrolment(house.token("cellar"), house.authority)))
        try expectRefused(
            house.enrol(kitchen.enrolment(house.token("attic"), house.authority)))
    }

    @Test func key_withANewLink_startsANewChainWithALaterGrant() throws {
        let node = try house.newNode("kitchen")
        _ = try house.batches(node.next())
        let before = try GrantPayload(decoding: Envelope.decode(node.grant).payload)
        house.clock.setUTC(milliseconds: house.clock.utcMilliseconds - 1_000)
        let message = try node.enrolment(house.token("kitchen"), house.authority)
        try node.accept(grant: house.enrol(message), from: house)
        let after = try GrantPayload(decoding: Envelope.decode(node.grant).payload)
        #expect(after.utcMilliseconds > before.utcMilliseconds)
        #expect(try house.receipt(house.batches(node.next())).sequence == 1)
        #expect(try house.items().map(\.chain) == [1, 2])
        try house.expectVerified()
    }
}

extension EnrolmentToken {
    /// The same token with another secret, as a guesser has it.
    static func with(_ token: EnrolmentToken, secret: [UInt8]) -> EnrolmentToken {
        EnrolmentToken(record: token.record, id: token.id, secret: secret)
    }
}
