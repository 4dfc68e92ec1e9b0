/// The checksum of 1-Wire: CRC-8 with x⁸ + x⁵ + x⁴ + 1, least significant bit first (0x8C
/// reflected), over every ROM code and scratchpad (Maxim application note 27).
public enum OneWireCRC {
    /// The checksum of some bytes. With their own checksum at the end, it is 0.
    ///
    /// - Parameter bytes: in the order in which they travel.
    /// - Returns: the checksum.
    public static func of(_ bytes: some Sequence<UInt8>) -> UInt8 {
        var crc: UInt8 = 0
        for byte in bytes {
            crc ^= byte
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0x8C }
        }
        return crc
    }
}
