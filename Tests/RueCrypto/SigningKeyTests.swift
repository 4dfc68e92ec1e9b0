import RueCrypto
import RueWire
import Testing

/// RFC 8032 §7.1.
private struct RFC8032Vector: Decodable {
    let name: String
    let seed: String
    let `public`: String
    let message: String
    let signature: String
}

@Suite struct SigningKeyTests {
    @Test func sign_vectorsOfRFC8032_givesTheirSignatures() throws {
        let vectors = try Fixture.decode([RFC8032Vector].self, from: "rfc8032_ed25519.json")
        #expect(vectors.count == 4)
        for vector in vectors {
            let key = try SigningKey(seed: bytes(vector.seed))
            let message = try bytes(vector.message)
            let signature = try key.sign(message)
            #expect(key.publicKey.bytes == (try bytes(vector.public)), "\(vector.name)")
            #expect(signature == (try bytes(vector.signature)), "\(vector.name)")
            #expect(key.publicKey.verify(signature: signature, message: message))
        }
    }

    @Test func sign_sameMessageTwice_givesTheSameSignature() throws {
        let key = try SigningKey.generate()
        let first = try key.sign([1, 2, 3])
        let second = try key.sign([1, 2, 3])
        #expect(first == second)
        #expect(first != (try key.sign([1, 2, 4])))
    }

    @Test func generate_twice_givesTwoKeys() throws {
        let first = try SigningKey.generate()
        let second = try SigningKey.generate()
        #expect(first.seed != second.seed)
        #expect(first.publicKey != second.publicKey)
        #expect(first.publicKey.keyID != second.publicKey.keyID)
    }

    @Test(arguments: [0, 31, 33, 64])
    func init_seedOfAnotherLength_isRefused(count: Int) {
        #expect(throws: CryptoError.seedLength(count)) {
            try SigningKey(seed: [UInt8](repeating: 7, count: count))
        }
    }

    @Test func sign_fromManyThreads_givesGoodSignatures() async throws {
        let key = try SigningKey.generate()
        let good = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<50).allSatisfy { round in
                        let message = [UInt8(task), UInt8(round)]
                        guard let signature = try? key.sign(message) else { return false }
                        return key.publicKey.verify(signature: signature, message: message)
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(good == 8)
    }
}
