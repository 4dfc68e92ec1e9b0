import RueCrypto
import RueWire
import Testing

private struct Wycheproof<Group: Decodable>: Decodable {
    let numberOfTests: Int
    let testGroups: [Group]
}

private struct EdDSAGroup: Decodable {
    struct Key: Decodable {
        let pk: String
    }
    struct Case: Decodable {
        let tcId: Int
        let msg: String
        let sig: String
        let result: String
    }
    let publicKey: Key
    let tests: [Case]
}

private struct MACGroup: Decodable {
    struct Case: Decodable {
        let tcId: Int
        let key: String
        let msg: String
        let tag: String
        let result: String
    }
    let tagSize: Int
    let tests: [Case]
}

@Suite struct WycheproofTests {
    @Test func ed25519_everyCase_isJudgedAsWycheproofDoes() throws {
        let file = try Fixture.decode(
            Wycheproof<EdDSAGroup>.self, from: "wycheproof/ed25519_test.json")
        var good = 0
        var bad = 0
        for group in file.testGroups {
            let key = try PublicKey(bytes: bytes(group.publicKey.pk))
            for test in group.tests {
                let isGood = key.verify(
                    signature: try bytes(test.sig), message: try bytes(test.msg))
                #expect(isGood == (test.result == "valid"), "tcId \(test.tcId)")
                if isGood { good += 1 } else { bad += 1 }
            }
        }
        #expect(good == 88 && bad == 63 && good + bad == file.numberOfTests)
    }

    @Test func hmacSHA256_everyCase_isJudgedAsWycheproofDoes() throws {
        let file = try Fixture.decode(
            Wycheproof<MACGroup>.self, from: "wycheproof/hmac_sha256_test.json")
        var judged = 0
        for group in file.testGroups {
            for test in group.tests {
                let code = HMACSHA256.authenticate(
                    try bytes(test.msg), key: try bytes(test.key))
                // Half of the cases hold a code cut to 128 bits.
                let cut = Array(code.bytes.prefix(group.tagSize / 8))
                let isGood = constantTimeEqual(cut, try bytes(test.tag))
                #expect(isGood == (test.result == "valid"), "tcId \(test.tcId)")
                judged += 1
            }
        }
        #expect(judged == file.numberOfTests && judged == 174)
    }
}
