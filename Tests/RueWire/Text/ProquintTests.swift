import Testing

@testable import RueWire

@Suite struct ProquintTests {
    // The examples of arXiv 0901.4016: IPv4 addresses.
    @Test(arguments: [
        ("127.0.0.1", "lusab-babad"), ("63.84.220.193", "gutih-tugad"),
        ("63.118.7.35", "gutuk-bisog"), ("140.98.193.141", "mudof-sakat"),
        ("64.255.6.200", "haguz-biram"), ("128.30.52.45", "mabiv-gibot"),
        ("147.67.119.2", "natag-lisaf"), ("212.58.253.68", "tibup-zujah"),
        ("216.35.68.215", "tobog-higil"), ("216.68.232.21", "todah-vobij"),
        ("198.81.129.136", "sinid-makam"), ("12.110.110.204", "budov-kuras"),
    ])
    func encode_address_isTheWordsOfThePaper(address: String, words: String) {
        let bytes = address.split(separator: ".").compactMap { UInt8($0) }
        #expect(Proquint.encode(bytes) == words)
    }

    @Test func keyWords_ofAKey_areFourWordsOfItsFirst8Bytes() {
        let key = Sample.bytes32(0)
        let words = Proquint.keyWords(of: key)
        #expect(words.utf8.count == 23)
        #expect(words == Proquint.encode([0, 1, 2, 3, 4, 5, 6, 7]))
        #expect(Proquint.encode([0x7f]) == Proquint.encode([0x7f, 0]))
    }
}
