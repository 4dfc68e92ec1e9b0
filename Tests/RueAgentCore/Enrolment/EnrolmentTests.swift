import RueCrypto
import RueHTTP
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct EnrolmentTests {
    private let key: SigningKey
    private let serverKey: SigningKey
    private let link: EnrolmentLink
    private let baseName: String
    private let enrolment: Enrolment

    init() throws {
        key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
        serverKey = try SigningKey(seed: [UInt8](repeating: 2, count: 32))
        link = EnrolmentLink(
            host: "house.example", port: 8443, tokenID: [1, 2, 3, 4, 5, 6, 7, 8],
            secret: [UInt8](repeating: 7, count: 16), livePin: FakeServer.pin(1),
            recoveryPin: FakeServer.pin(2))
        baseName = BaseName.simulated(key.publicKey.keyID)
        enrolment = Enrolment(link: link, key: key, baseName: baseName)
    }

    private var goodPayload: GrantPayload {
        GrantPayload(
            publicKey: key.publicKey.bytes, baseName: baseName,
            serverID: serverKey.publicKey.keyID, livePin: link.livePin,
            recoveryPin: link.recoveryPin, serverKey: serverKey.publicKey.bytes,
            tokenID: link.tokenID, utcMilliseconds: 1_800_000_000_000)
    }

    private func answer(
        _ payload: GrantPayload, kind: MessageKind = .grant, signedBy signer: SigningKey? = nil
    ) throws -> HTTPResponse {
        let envelope = try Envelope.sign(
            kind: kind, chain: nil, payload: payload.encode(), key: signer ?? serverKey)
        return HTTPResponse(status: 200, body: envelope.encode())
    }

    @Test func request_provesTheLinkForThisKeyPinAndName() throws {
        let request = try enrolment.request(seeing: FakeServer.pin(1))
        #expect(request.path == "/v1/enrol")
        #expect(request.headers["Host"] == "house.example:8443")
        #expect(request.headers["Content-Type"] == MediaType.message)
        let envelope = try Envelope.decode(request.body)
        #expect(envelope.kind == .enrol && envelope.verify(with: key.publicKey))
        let payload = try EnrolPayload(decoding: envelope.payload)
        let expected = HMACSHA256.authenticate(
            key.publicKey.keyID.bytes + FakeServer.pin(1).bytes + Array(baseName.utf8),
            key: SHA256.hash(link.secret).bytes)
        #expect(payload.mac == expected)
        #expect(payload.baseName == baseName && payload.tokenID == link.tokenID)
        #expect(payload.publicKey == key.publicKey.bytes)
    }

    @Test func grant_thatAnswersTheRequest_isTaken() throws {
        let grant = try enrolment.grant(from: answer(goodPayload))
        #expect(grant.payload == goodPayload)
        #expect(grant.pins == [link.livePin, link.recoveryPin])
    }

    @Test func grant_signedByAnother_isRefused() throws {
        let response = try answer(goodPayload, signedBy: key)
        #expect(throws: EnrolmentError.badGrant(.badSignature)) {
            _ = try enrolment.grant(from: response)
        }
    }

    @Test func grant_withFlippedBit_isRefused() throws {
        var response = try answer(goodPayload)
        response.body[response.body.count - 1] ^= 1
        #expect(throws: EnrolmentError.badGrant(.badSignature)) {
            _ = try enrolment.grant(from: response)
        }
    }

    @Test func grant_namingAnotherServerID_isRefused() throws {
        var payload = goodPayload
        payload.serverID = FakeServer.pin(9)
        let response = try answer(payload)
        #expect(throws: EnrolmentError.badGrant(.badSignature)) {
            _ = try enrolment.grant(from: response)
        }
    }

    @Test func grant_forAnotherNodeTokenOrName_isRefused() throws {
        var otherNode = goodPayload
        otherNode.publicKey = serverKey.publicKey.bytes
        var otherToken = goodPayload
        otherToken.tokenID = [8, 7, 6, 5, 4, 3, 2, 1]
        var otherName = goodPayload
        otherName.baseName = "urn:dev:mac:b827ebfffe3c9a01_"
        let cases: [(GrantPayload, GrantError)] = [
            (otherNode, .otherNode), (otherToken, .otherRequest), (otherName, .otherRequest),
        ]
        for (payload, reason) in cases {
            let response = try answer(payload)
            #expect(throws: EnrolmentError.badGrant(reason)) {
                _ = try enrolment.grant(from: response)
            }
        }
    }

    @Test func grant_withOtherPins_isRefused() throws {
        var payload = goodPayload
        payload.recoveryPin = FakeServer.pin(9)
        let response = try answer(payload)
        #expect(throws: EnrolmentError.badGrant(.otherPins)) {
            _ = try enrolment.grant(from: response)
        }
    }

    @Test func answerOfAnotherKind_isRefused() throws {
        let response = try answer(goodPayload, kind: .receipt)
        #expect(throws: EnrolmentError.badGrant(.malformed(.unexpectedKind(.receipt)))) {
            _ = try enrolment.grant(from: response)
        }
    }

    @Test func usedLink_isExplained() throws {
        let problem = Problem(title: "token", detail: "", code: .token)
        let response = HTTPResponse(status: 403, body: problem.encode())
        let error = #expect(throws: EnrolmentError.self) {
            _ = try enrolment.grant(from: response)
        }
        #expect(error?.description.contains("used already") == true)
    }

    @Test func address_inBrackets_isIPv6() throws {
        var link = link
        link.host = "2001:db8::1"
        let request = try Enrolment(link: link, key: key, baseName: baseName)
            .request(seeing: FakeServer.pin(1))
        #expect(request.headers["Host"] == "[2001:db8::1]:8443")
    }
}
