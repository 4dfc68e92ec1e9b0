/// Pronounceable quintuplets (arXiv 0901.4016): 16 bits as five letters, for people to compare.
public enum Proquint {
    private static let consonants = Array("bdfghjklmnprstvz".utf8)
    private static let vowels = Array("aiou".utf8)

    /// Writes every two bytes as five letters, joined by hyphens.
    ///
    /// - Parameter bytes: what to write; an odd last byte is followed by a zero byte.
    /// - Returns: for instance `lusab-babad` for 127.0.0.1.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let low = index + 1 < bytes.count ? UInt16(bytes[index + 1]) : 0
            if index > 0 { text.append(UInt8(ascii: "-")) }
            append(UInt16(bytes[index]) << 8 | low, to: &text)
            index += 2
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The four words that both sides of an enrolment show for a key.
    ///
    /// - Parameter keyID: the key's id, of which the first 8 bytes count.
    /// - Returns: four words joined by hyphens.
    public static func keyWords(of keyID: KeyID) -> String {
        encode(Array(keyID.bytes.prefix(8)))
    }

    private static func append(_ word: UInt16, to text: inout [UInt8]) {
        text.append(consonants[Int(word >> 12)])
        text.append(vowels[Int(word >> 10 & 3)])
        text.append(consonants[Int(word >> 6 & 15)])
        text.append(vowels[Int(word >> 4 & 3)])
        text.append(consonants[Int(word & 15)])
    }
}
