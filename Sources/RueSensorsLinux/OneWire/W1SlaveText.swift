internal import RueSensors

/// What the kernel's w1_therm writes into `w1_slave`, of which the first line counts: nine bytes,
/// their checksum as the kernel computed it, and its verdict. The second line repeats the last good
/// bytes, and its `t=` is of no more worth than the first line's verdict.
enum W1SlaveText {
    /// The scratchpad in the text, whatever its checksum says.
    ///
    /// - Throws: `.noPresence` for an empty text, `.shortTransfer` for fewer than nine bytes,
    ///   `.malformed` for what the kernel does not write.
    static func scratchpad(in text: [UInt8], of path: String) throws(BusError) -> [UInt8] {
        // w1_therm says so, by an empty file, when all its tries have failed.
        if text.isEmpty { throw .noPresence }
        let lines = text.split(separator: newline, maxSplits: 1, omittingEmptySubsequences: false)
        let words = lines[0].split(separator: space)
        let bytes = leadingBytes(words)
        if words.count < 9, bytes.count == words.count {
            throw .shortTransfer(expected: 9, actual: bytes.count)
        }
        guard lines.count == 2, words.count == 12, bytes.count == 9, isConfirmed(bytes, words[9...])
        else { throw .malformed(path: path, text: Excerpt.of(lines[0])) }
        return bytes
    }

    private typealias Words = ArraySlice<ArraySlice<UInt8>>

    private static func leadingBytes(_ words: [ArraySlice<UInt8>]) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in words.prefix(9) {
            guard let byte = byte(word) else { break }
            bytes.append(byte)
        }
        return bytes
    }

    /// Whether `: crc=1c YES` or `… NO` is what follows from the bytes: the text has no checksum
    /// of its own. A kernel that doubts what passes its checksum is right about zeros.
    private static func isConfirmed(_ bytes: [UInt8], _ words: Words) -> Bool {
        let crc = OneWireCRC.of(bytes[..<8])
        let verdict = words[words.startIndex + 2]
        let passes = crc == bytes[8] && !bytes.allSatisfy { $0 == 0 }
        return words[words.startIndex].elementsEqual(":".utf8)
            && words[words.startIndex + 1].starts(with: "crc=".utf8)
            && byte(words[words.startIndex + 1].dropFirst(4)) == crc
            && (verdict.elementsEqual("YES".utf8) && crc == bytes[8]
                || verdict.elementsEqual("NO".utf8) && !passes)
    }

    private static func byte(_ word: ArraySlice<UInt8>) -> UInt8? {
        guard word.count == 2, let high = word.first.flatMap(digit),
            let low = word.last.flatMap(digit)
        else { return nil }
        return high << 4 | low
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }

    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
}
