/// RFC 8949 appendix C as it stands there, recursive, for definite lengths: what the reader is
/// compared with.
struct NaiveCBOR {
    let bytes: [UInt8]
    let isDeterministic: Bool

    /// Where the item that begins somewhere ends; nil when it is not well-formed, against the rules
    /// or nested too deeply.
    func end(of start: Int, depth: Int) -> Int? {
        guard start < bytes.count else { return nil }
        let type = bytes[start] >> 5
        let information = bytes[start] & 31
        guard information < 28 else { return nil }
        let width = information < 24 ? 0 : 1 << (Int(information) - 24)
        let content = start + 1 + width
        guard content <= bytes.count else { return nil }
        let argument =
            width == 0
            ? UInt64(information)
            : bytes[(start + 1)..<content].reduce(0) { $0 << 8 | UInt64($1) }
        guard isAllowed(type, argument, width: width) else { return nil }
        switch type {
        case 2: return string(content, argument)
        case 3: return text(content, argument)
        case 4: return items(content, argument, depth: depth)
        case 5: return argument <= 1 << 62 ? items(content, argument * 2, depth: depth) : nil
        case 6: return items(content, 1, depth: depth)
        default: return content
        }
    }

    private func isAllowed(_ type: UInt8, _ argument: UInt64, width: Int) -> Bool {
        if type == 7 { return width != 1 || argument >= 32 }
        guard isDeterministic else { return true }
        switch width {
        case 1: return argument > 23
        case 2: return argument > 0xFF
        case 4: return argument > 0xFFFF
        case 8: return argument > 0xFFFF_FFFF
        default: return true
        }
    }

    private func string(_ start: Int, _ length: UInt64) -> Int? {
        guard length <= UInt64(bytes.count - start) else { return nil }
        return start + Int(length)
    }

    private func text(_ start: Int, _ length: UInt64) -> Int? {
        guard let end = string(start, length),
            String(validating: bytes[start..<end], as: UTF8.self) != nil
        else { return nil }
        return end
    }

    private func items(_ start: Int, _ count: UInt64, depth: Int) -> Int? {
        guard depth > 0, count <= UInt64(bytes.count - start) else { return nil }
        var place = start
        for _ in 0..<count {
            guard let end = end(of: place, depth: depth - 1) else { return nil }
            place = end
        }
        return place
    }
}
