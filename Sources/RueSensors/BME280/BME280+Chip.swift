extension BME280 {
    /// The addresses that the chip can have: SDO to ground, or SDO to the supply (§6.2).
    public static let addresses: [UInt8] = [0x76, 0x77]

    /// Which member of the family answers.
    public enum Chip: UInt8, Equatable, Sendable, CustomStringConvertible {
        /// Temperature, pressure and humidity.
        case bme280 = 0x60
        /// Temperature and pressure only.
        case bmp280 = 0x58
        /// An engineering sample of the BMP280.
        case bmp280SampleA = 0x56
        /// An engineering sample of the BMP280.
        case bmp280SampleB = 0x57

        /// Whether the chip measures humidity; the BMP280 does not.
        public var hasHumidity: Bool { self == .bme280 }

        /// The chip's name as on its datasheet.
        public var description: String {
            switch self {
            case .bme280: "BME280"
            case .bmp280: "BMP280"
            case .bmp280SampleA, .bmp280SampleB: "BMP280 (engineering sample)"
            }
        }
    }

    /// Asks the chip at an address for its identity and changes nothing: for looking around.
    ///
    /// - Parameters:
    ///   - bus: the bus to look on.
    ///   - address: 0x76 or 0x77.
    /// - Returns: the chip that answers.
    /// - Throws: `.bus(.noAcknowledge)` if nothing is there; `.unexpectedChip`, which names what is
    ///   there instead where it is known (BST-BME280-DS002 §5.4.1).
    public static func identify(bus: any I2CBus, address: UInt8) throws(SensorError) -> Chip {
        let identity: UInt8
        do throws(BusError) {
            identity = try bus.readRegisters(at: address, from: Register.identity, count: 1)[0]
        } catch {
            throw .bus(error)
        }
        guard let chip = Chip(rawValue: identity) else {
            throw .unexpectedChip(expected: "a BME280 or BMP280", found: name(of: identity))
        }
        return chip
    }

    /// Chips that people mistake for a BME280, because they share its addresses and register 0xD0.
    private static func name(of identity: UInt8) -> String {
        switch identity {
        case 0x55: "a BMP180 (identity 0x55), which Rue does not read"
        case 0x61: "a BME680 or BME688 (identity 0x61), which Rue does not read"
        case 0x00, 0xFF: "no identity (" + hex(identity) + "): check the wiring"
        default: "an unknown chip with identity " + hex(identity)
        }
    }
}
