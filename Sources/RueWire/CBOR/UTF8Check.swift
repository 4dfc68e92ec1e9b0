/// Strict UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing above U+10FFFF.
enum UTF8Check {
    static func isValid(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = sequenceLength(bytes, at: index, end: range.upperBound)
            guard length > 0 else { return false }
            index += length
        }
        return true
    }

    // 2…4, or 0 when what stands there is no character (table 3-7 of the Unicode standard).
    private static func sequenceLength(_ bytes: [UInt8], at index: Int, end: Int) -> Int {
        let first = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch first {
        case 0xc2...0xdf: length = 2
        case 0xe0...0xef:
            length = 3
            if first == 0xe0 { second = 0xa0...0xbf }
            if first == 0xed { second = 0x80...0x9f }
        case 0xf0...0xf4:
            length = 4
            if first == 0xf0 { second = 0x90...0xbf }
            if first == 0xf4 { second = 0x80...0x8f }
        default: return 0
        }
        guard end - index >= length, second.contains(bytes[index + 1]) else { return 0 }
        for next in index + 2..<max(index + 2, index + length) where bytes[next] & 0xc0 != 0x80 {
            return 0
        }
        return length
    }
}
