import RueCrypto
import RueWire
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4's examples, as NIST publishes them.
    private static let examples = [
        "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq":
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ]

    @Test(arguments: examples)
    func hash_examplesOfFIPS180_givesTheirDigests(message: String, digest: String) {
        #expect(SHA256.hash(Array(message.utf8)).hex == digest)
        #expect(SHA256.hash(Array(message.utf8)[...]).hex == digest)
    }

    @Test func hash_slice_readsOnlyTheSlice() {
        let bytes: [UInt8] = [9, 9, 1, 2, 3, 9]
        #expect(SHA256.hash(bytes[2..<5]) == SHA256.hash([1, 2, 3]))
    }

    @Test(arguments: [1, 7, 64, 1000])
    func hasher_piecesOfAnySize_givesTheDigestOfTheWhole(size: Int) {
        let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        let hasher = SHA256Hasher()
        for start in stride(from: 0, to: message.count, by: size) {
            hasher.update(Array(message[start..<min(start + size, message.count)]))
        }
        hasher.update([])
        #expect(hasher.finish() == SHA256.hash(message))
    }
}
