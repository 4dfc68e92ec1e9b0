import RueCrypto
import RueWire
import Testing

/// cose-wg/Examples: what of it a verifier of signatures needs.
private struct COSEExample: Decodable {
    struct Input: Decodable {
        struct Sign0: Decodable {
            struct Key: Decodable {
                let x_hex: String
                let d_hex: String
            }
            let key: Key
        }
        let sign0: Sign0
    }
    struct Intermediates: Decodable {
        let ToBeSign_hex: String
    }
    struct Output: Decodable {
        let cbor: String
    }
    let input: Input
    let intermediates: Intermediates
    let output: Output
}

@Suite struct COSEVectorTests {
    private func example() throws -> COSEExample {
        try Fixture.decode(COSEExample.self, from: "cose/eddsa-sig-01.json")
    }

    @Test func eddsaSig01_signatureOverItsToBeSign_verifies() throws {
        let example = try example()
        let signed = try bytes(example.intermediates.ToBeSign_hex)
        let message = try bytes(example.output.cbor)
        let key = try PublicKey(bytes: bytes(example.input.sign0.key.x_hex))
        let signature = Array(message.suffix(64))
        #expect(key.verify(signature: signature, message: signed))
        #expect(!key.verify(signature: signature, message: signed + [0]))
        let own = try SigningKey(seed: bytes(example.input.sign0.key.d_hex))
        #expect(own.publicKey == key)
        #expect(try own.sign(signed) == signature)
    }

    @Test func eddsaSig01_itsSigStructure_isBuiltAlike() throws {
        let example = try example()
        let input = Envelope.signingInput(
            protectedHeader: [0xa2, 0x01, 0x27, 0x03, 0x00],
            payload: Array("This is the content.".utf8))
        #expect(input == (try bytes(example.intermediates.ToBeSign_hex)))
    }
}
