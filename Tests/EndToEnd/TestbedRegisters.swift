/// The registers of a BME280 that has just measured what Bosch's worked example has (BST-BMP280-DS001
/// §3.12), with humidity calibration and a humidity added.
enum TestbedRegisters {
    static let bytes: [UInt8] = {
        var registers = [UInt8](repeating: 0, count: 256)
        registers[0xD0] = 0x60
        let main =
            [27504, 26435, -1000]  // T1…T3
            + [36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000]  // P1…P9
        for (index, value) in main.enumerated() {
            registers[0x88 + 2 * index] = UInt8(truncatingIfNeeded: value)
            registers[0x89 + 2 * index] = UInt8(truncatingIfNeeded: value >> 8)
        }
        // H1…H6 = 75, 362, 0, 313, 50, 30; H4 and H5 share a byte.
        registers[0xA1] = 75
        registers.replaceSubrange(0xE1...0xE7, with: [0x6A, 0x01, 0, 0x13, 0x29, 0x03, 30])
        // Pressure 415148 and temperature 519888 of 20 bits, humidity 30000 of 16.
        registers.replaceSubrange(
            0xF7...0xFE, with: [0x65, 0x5A, 0xC0, 0x7E, 0xED, 0x00, 0x75, 0x30])
        return registers
    }()
}
