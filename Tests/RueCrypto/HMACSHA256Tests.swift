import RueCrypto
import RueWire
import Testing

@Suite struct HMACSHA256Tests {
    private let message = Array("what do ya want for nothing?".utf8)
    private let key = Array("Jefe".utf8)

    @Test func authenticate_case2OfRFC4231_givesItsCode() {
        #expect(
            HMACSHA256.authenticate(message, key: key).hex
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func authenticate_emptyKeyAndMessage_givesTheKnownCode() {
        // Recorded with Python: hmac.new(b"", b"", "sha256").hexdigest()
        #expect(
            HMACSHA256.authenticate([], key: []).hex
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func isValid_rightCode_isTrue() {
        let code = HMACSHA256.authenticate(message, key: key).bytes
        #expect(HMACSHA256.isValid(code, for: message, key: key))
    }

    @Test func isValid_codeOfAnotherLengthOrValue_isFalse() {
        let code = HMACSHA256.authenticate(message, key: key).bytes
        #expect(!HMACSHA256.isValid(Array(code.dropLast()), for: message, key: key))
        #expect(!HMACSHA256.isValid(code + [0], for: message, key: key))
        #expect(!HMACSHA256.isValid([code[0] ^ 1] + code.dropFirst(), for: message, key: key))
        #expect(!HMACSHA256.isValid(code, for: message, key: key + [1]))
    }
}
