import RueCrypto
import RueWire
import Testing

@Suite struct PublicKeyTests {
    private let canonical = [UInt8](repeating: 0x11, count: 32)

    @Test(arguments: [0, 31, 33, 64])
    func init_anotherLength_isRefused(count: Int) {
        #expect(throws: CryptoError.keyLength(count)) {
            try PublicKey(bytes: [UInt8](repeating: 0x11, count: count))
        }
    }

    @Test func init_everyEncodingOfSmallOrder_isRefused() throws {
        let encodings = try Fixture.decode([String].self, from: "small-order.json")
        // Eight points; the two with x = 0 have two signs each, and y = 0 and 1 are also p and p+1.
        #expect(encodings.count == 14)
        for encoding in encodings {
            let point = try bytes(encoding)
            do throws(CryptoError) {
                _ = try PublicKey(bytes: point)
                Issue.record("taken: \(encoding)")
            } catch {
                let expected: CryptoError =
                    point[0] >= 0xed && point[15] == 0xff ? .nonCanonicalPoint : .smallOrderPoint
                #expect(error == expected, "\(encoding)")
            }
        }
    }

    @Test(arguments: UInt8(0xed)...0xff, [UInt8(0x7f), 0xff])
    func init_ordinateOfPOrMore_isRefused(low: UInt8, high: UInt8) {
        let point = [low] + [UInt8](repeating: 0xff, count: 30) + [high]
        #expect(throws: CryptoError.nonCanonicalPoint) { try PublicKey(bytes: point) }
    }

    @Test func init_largestOrdinatesBelowP_areCanonical() throws {
        // p − 1 has small order; p − 2 and smaller are ordinary.
        let point = [0xeb] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
        #expect(try PublicKey(bytes: point).bytes == point)
        #expect(try PublicKey(bytes: canonical).bytes == canonical)
    }

    @Test func keyID_keysOfRFC8032_areTheirRFC9679Thumbprints() throws {
        let oracle = try Fixture.decode([String: String].self, from: "thumbprints.json")
        #expect(oracle.count == 4)
        for (key, thumbprint) in oracle {
            #expect(try PublicKey(bytes: bytes(key)).keyID.hex == thumbprint)
        }
    }

    @Test func verify_everyBitOfASignatureFlipped_isRefused() throws {
        let key = try SigningKey(seed: canonical)
        let signature = try key.sign([1, 2, 3])
        for bit in 0..<512 {
            var flipped = signature
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.publicKey.verify(signature: flipped, message: [1, 2, 3]), "bit \(bit)")
        }
        #expect(key.publicKey.verify(signature: signature, message: [1, 2, 3]))
    }

    @Test func verify_scalarPlusGroupOrder_isRefused() throws {
        // L = 2^252 + 27742317777372353535851937790883648493, little-endian (RFC 8032 §5.1).
        let order = try bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        let key = try SigningKey(seed: canonical)
        var signature = try key.sign([1, 2, 3])
        var carry = 0
        for index in 0..<32 {
            let sum = Int(signature[32 + index]) + Int(order[index]) + carry
            signature[32 + index] = UInt8(sum & 0xff)
            carry = sum >> 8
        }
        #expect(carry == 0, "S + L fits 256 bits, so only its size can give it away")
        #expect(!key.publicKey.verify(signature: signature, message: [1, 2, 3]))
    }

    @Test(arguments: [0, 63, 65, 128])
    func verify_signatureOfAnotherLength_isRefused(count: Int) throws {
        let key = try SigningKey(seed: canonical)
        let signature = try key.sign([])
        let other = Array((signature + signature).prefix(count))
        #expect(!key.publicKey.verify(signature: other, message: []))
    }

    @Test func verify_anotherKey_isRefused() throws {
        let signature = try SigningKey.generate().sign([1])
        #expect(!(try SigningKey.generate().publicKey.verify(signature: signature, message: [1])))
    }
}
