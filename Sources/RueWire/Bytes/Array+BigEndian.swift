extension [UInt8] {
    /// Reads eight bytes as a big-endian word.
    func bigEndianWord(at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in offset..<offset + 8 { word = word << 8 | UInt64(self[index]) }
        return word
    }

    /// Appends the lowest `count` bytes of a word, the most significant first.
    mutating func appendBigEndian(_ word: UInt64, count: Int = 8) {
        var shift = count * 8
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    /// The text in a range that is known to be UTF-8.
    func text(in range: Range<Int>) -> String {
        String(decoding: self[range], as: UTF8.self)
    }
}
