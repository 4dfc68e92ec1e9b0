import RueCrypto
import RueWire
import Testing

/// What two programs must compute alike, against values recorded with Python's hashlib and hmac.
@Suite struct ProtocolDigestTests {
    private func filled(_ byte: UInt8) throws -> Bytes32 {
        try #require(Bytes32([UInt8](repeating: byte, count: 32)))
    }

    @Test func enrolmentCode_fixedInput_givesPythonsCode() throws {
        let code = EnrolmentCode.compute(
            secretHash: SHA256.hash([UInt8](repeating: 5, count: 16)), keyID: try filled(1),
            pin: try filled(2), baseName: "urn:dev:mac:b827ebfffe3c9a01_")
        #expect(code.hex == "b39179a2eb279cd6dd2e73311c4d8e4cb1a8ff99738b971316382c5dbe4a4f24")
    }

    @Test func rotationProofMessage_fixedInput_hasTheLayoutOfTheProtocol() throws {
        let message = RotationProof.message(
            oldKeyID: try filled(1), newKeyID: try filled(2), sequence: 0x0102_0304_0506,
            previous: try filled(3))
        #expect(
            SHA256.hash(message).hex
                == "fbf31d5541974d280f26a2d114d65fca7f2c331f666a7aba595fb820cd72b26e")
    }

    @Test func logHead_next_isTheHashOfBoth() throws {
        #expect(
            LogHead.next(after: try filled(1), accepting: try filled(2)).hex
                == "f818afd37a6dc3bc92fb44731011277006db4efa6e9023cd7468c02335d22a4d")
    }
}
