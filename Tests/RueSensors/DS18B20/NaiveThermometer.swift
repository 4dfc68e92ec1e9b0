import RueSensors

/// Decoders of a scratchpad with the mistakes that drivers in the field make, in m°C. The tests
/// assert that they are wrong, and so that the right one could fail.
enum NaiveThermometer {
    /// Looks at nothing but the two bytes: 85 °C is a temperature, and so is noise.
    static func unchecked(_ bytes: [UInt8]) -> Int? {
        Int(Int16(bitPattern: UInt16(bytes[1]) << 8 | UInt16(bytes[0]))) * 1000 / 16
    }

    /// Takes the register for an unsigned number.
    static func unsigned(_ bytes: [UInt8]) -> Int? {
        crc(bytes) == 0 ? (Int(bytes[1]) << 8 | Int(bytes[0])) * 1000 / 16 : nil
    }

    /// Trusts the checksum alone: zeros are 0 °C, and a chip that did not convert has 85.
    static func checksumAlone(_ bytes: [UInt8]) -> Int? {
        crc(bytes) == 0 ? unchecked(bytes) : nil
    }

    /// Takes every 85 °C for the power-on value.
    static func no85(_ bytes: [UInt8]) -> Int? {
        let value = checksumAlone(bytes)
        return value == 85_000 ? nil : value
    }

    /// Reads no chip whose code is not of the maker's pattern.
    static func genuineOnly(_ rom: OneWireROM, _ bytes: [UInt8]) -> Int? {
        DS18B20.looksGenuine(rom) ? checksumAlone(bytes) : nil
    }

    private static func crc(_ bytes: [UInt8]) -> UInt8 {
        bytes.reduce(0) { crc, byte in
            (0..<8).reduce(crc ^ byte) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0x8C : 0) }
        }
    }
}
