import RueSensors

/// Makes the nine bytes that a chip sends.
enum ScratchpadBytes {
    static func of(_ raw: Int16, register: UInt8 = 0x7F, count: UInt8? = nil) -> [UInt8] {
        let bits = UInt16(bitPattern: raw)
        let low = UInt8(truncatingIfNeeded: bits)
        let bytes: [UInt8] = [
            low, UInt8(bits >> 8), 0x4B, 0x46, register, 0xFF, count ?? 0x10 - (low & 0x0F), 0x10,
        ]
        return bytes + [OneWireCRC.of(bytes)]
    }
}
