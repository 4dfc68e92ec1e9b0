import RueSensors

/// 256 registers, filled from an input: calibration (26 and 7 bytes), data (8), status, identity and
/// configuration (1 each).
final class FuzzedChip: I2CBus {
    let configuration: BME280.Configuration
    private var registers = [UInt8](repeating: 0, count: 256)

    init(_ input: [UInt8]) {
        let bytes = input + [UInt8](repeating: 0, count: max(0, 44 - input.count))
        registers.replaceSubrange(0x88..<0xA2, with: bytes[..<26])
        registers.replaceSubrange(0xE1..<0xE8, with: bytes[26..<33])
        registers.replaceSubrange(0xF7..<0xFF, with: bytes[33..<41])
        registers[0xF3] = bytes[41]
        registers[0xD0] = [0x60, 0x58, 0x56, 0x57, 0x55, bytes[42]][Int(bytes[42] % 6)]
        configuration = FuzzedChip.configuration(bytes[43])
    }

    private static func configuration(_ byte: UInt8) -> BME280.Configuration {
        BME280.Configuration(
            pressure: byte & 1 == 0 ? .x1 : nil, humidity: byte & 2 == 0 ? .x16 : nil,
            filter: byte & 4 == 0 ? .off : .x4,
            mode: byte & 8 == 0 ? .forced : .normal(standby: .milliseconds125))
    }

    func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        guard let register = bytes.first else { throw .noAcknowledge }
        let start = Int(register)
        if bytes.count == 2, (0xF2...0xF5).contains(start), start != 0xF3 {
            registers[start] = bytes[1]
        }
        return [UInt8](registers[start..<min(256, start + readCount)])
    }
}
