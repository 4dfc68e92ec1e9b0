import RueCrypto
import RueWire
import Testing

@Suite struct EnvelopeTests {
    private let key: SigningKey

    init() throws {
        key = try SigningKey(seed: [UInt8](repeating: 3, count: 32))
    }

    @Test func sign_message_verifiesWithItsKeyAlone() throws {
        let message = try Envelope.sign(kind: .poll, chain: nil, payload: [0x80], key: key)
        #expect(message.keyID == key.publicKey.keyID)
        #expect(message.verify(with: key.publicKey))
        #expect(!message.verify(with: try SigningKey.generate().publicKey))
        let received = try Envelope.decode(message.encode())
        #expect(received == message)
        #expect(received.verify(with: key.publicKey))
    }

    @Test func verify_draft_isRefused() {
        let draft = Envelope(
            kind: .poll, keyID: key.publicKey.keyID, chain: nil, payload: [0x80])
        #expect(!draft.verify(with: key.publicKey))
        #expect(draft.messageID(verifiedWith: key.publicKey) == nil)
    }

    @Test func messageID_anotherSignature_isTheSame() throws {
        let message = try Envelope.sign(kind: .poll, chain: nil, payload: [0x80], key: key)
        let other = message.signed([UInt8](repeating: 0, count: 64))
        #expect(other.messageID == message.messageID)
        #expect(message.messageID == SHA256.hash(message.signingInput))
    }

    @Test func verify_sameBytesUnderAnotherKind_isRefused() throws {
        let poll = try Envelope.sign(kind: .poll, chain: nil, payload: [0x80], key: key)
        let receipt = Envelope(
            kind: .receipt, keyID: key.publicKey.keyID, chain: nil, payload: [0x80]
        ).signed(poll.signature)
        #expect(!receipt.verify(with: key.publicKey))
    }
}
