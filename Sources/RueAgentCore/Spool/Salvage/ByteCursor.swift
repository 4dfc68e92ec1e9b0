/// Goes along the bytes of a row, never beyond their end.
struct ByteCursor {
    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// A number of one to nine bytes.
    mutating func varint() -> Int64? {
        var value: UInt64 = 0
        for index in 0..<9 {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            if index == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
            value = value << 7 | UInt64(byte & 0x7F)
            if byte & 0x80 == 0 { break }
        }
        return Int64(bitPattern: value)
    }

    /// A column of a type; nil for texts, fractions and what goes beyond the end.
    mutating func column(_ type: Int64) -> PageScan.Column? {
        switch type {
        case 0: return .null
        case 1...4: return integer(bytes: Int(type))
        case 5: return integer(bytes: 6)
        case 6: return integer(bytes: 8)
        case 8, 9: return .integer(type - 8)
        case 12...200_000 where type % 2 == 0:
            let count = Int(type - 12) / 2
            guard position + count <= bytes.count else { return nil }
            defer { position += count }
            return .blob(Array(bytes[position..<position + count]))
        default: return nil
        }
    }

    private mutating func integer(bytes count: Int) -> PageScan.Column? {
        guard position + count <= bytes.count else { return nil }
        var value: Int64 = bytes[position] & 0x80 == 0 ? 0 : -1
        for byte in bytes[position..<position + count] { value = value << 8 | Int64(byte) }
        position += count
        return .integer(value)
    }
}
