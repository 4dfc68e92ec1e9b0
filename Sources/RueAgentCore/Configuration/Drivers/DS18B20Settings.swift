internal import RueSensors
internal import RueWire

/// Which DS18B20 is to be read, and how it is reached.
public struct DS18B20Settings: Equatable, Sendable {
    /// The device as the kernel names it, such as `28-0316a2795dff`; nil for the only one there is.
    public let device: String?

    /// The address of the DS2482 on an I2C bus that the probe is wired to, 0x18 to 0x1B; nil if it
    /// is the kernel that drives the wire.
    public let bridgeAddress: UInt8?

    /// The GPIO line of a 1-Wire bus that the program drives itself, which is an experiment; nil for
    /// another way.
    public let line: UInt32?

    /// How finely the chip is to convert, 9 to 12 bits; nil for as it does.
    public let resolutionBits: Int?

    /// The GPIO that the kernel's 1-Wire is to drive, by an overlay (`HardwareNeeds`); nil where the
    /// description does not say.
    public internal(set) var gpio: UInt32?
}

extension DS18B20Settings {
    static let keys = ["device", "bridge", "address", "line", "resolution", "gpio"]

    static func decode(
        _ section: Section, reading: inout ConfigurationReading
    ) -> DS18B20Settings {
        DS18B20Settings(
            device: decodeDevice(section, reading: &reading),
            bridgeAddress: decodeBridge(section, reading: &reading),
            line: decodeLine(section, reading: &reading),
            resolutionBits: decodeResolution(section, reading: &reading),
            gpio: decodeGPIO(section, reading: &reading))
    }

    /// Where the kernel drives the wire, it has been told on which line; the program never needs it.
    private static func decodeGPIO(
        _ section: Section, reading: inout ConfigurationReading
    ) -> UInt32? {
        guard let node = section["gpio"] else { return nil }
        if let bus = section["bus"]?.text, bus != "w1" {
            reading.note(
                node.place,
                "\(section.name): gpio is for the bus 'w1', where the kernel has the line")
        }
        return DHTSettings.number(of: section, key: "gpio", reading: &reading)
    }

    /// A line is what a GPIO chip needs, and nobody else has a use for.
    private static func decodeLine(
        _ section: Section, reading: inout ConfigurationReading
    ) -> UInt32? {
        let bus = section["bus"]?.text ?? ""
        if bus.hasPrefix("/dev/gpiochip") {
            return DHTSettings.number(of: section, reading: &reading)
        }
        guard let node = section["line"] else { return nil }
        if bus != "simulated" {
            reading.note(
                node.place,
                "\(section.name): line is for a bus like /dev/gpiochip0, on which the program drives the "
                    + "wire itself")
        } else if section["bridge"] != nil {
            reading.note(node.place, "\(section.name): a probe has a bridge or a line, not both")
        }
        return DHTSettings.number(of: section, reading: &reading)
    }

    private static func decodeResolution(
        _ section: Section, reading: inout ConfigurationReading
    ) -> Int? {
        guard let node = section["resolution"] else { return nil }
        let resolutions = DS18B20.Resolution.allCases
        if let bits = node.integer, resolutions.contains(where: { $0.bitCount == bits }) {
            return Int(bits)
        }
        reading.note(
            node.place,
            "\(section.name): resolution must be 9, 10, 11 or 12 (bits, of 0.5 to 0.0625 °C), "
                + "not \(node.kindName)",
            suggestion: node.text.flatMap(meantBits))
        return nil
    }

    /// The bits of `12bit`, and of the step itself.
    private static func meantBits(_ text: String) -> String? {
        let steps = ["0.5": "9", "0.25": "10", "0.125": "11", "0.0625": "12"]
        if let bits = steps[text] { return bits }
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        let unit = text.utf8.dropFirst(digits.count).drop { $0 == 0x20 || $0 == 0x2D }
        guard String(Substring(unit)).lowercased().hasPrefix("bit") else { return nil }
        return ["9", "10", "11", "12"].first { $0 == String(Substring(digits)) }
    }

    /// A bridge is what an I2C bus needs, and what the kernel's 1-Wire has no use for.
    private static func decodeBridge(
        _ section: Section, reading: inout ConfigurationReading
    ) -> UInt8? {
        let bus = section["bus"]?.text ?? ""
        let isI2C = bus.hasPrefix("/dev/i2c")
        guard let node = section["bridge"] else {
            if isI2C {
                reading.note(
                    section.place,
                    "\(section.name): a DS18B20 on \(bus) needs 'bridge: ds2482', the chip between "
                        + "I2C and 1-Wire")
            } else if let address = section["address"] {
                reading.note(
                    address.place,
                    "\(section.name): address is that of a bridge ('bridge: ds2482'); a probe has a "
                        + "'device'")
            }
            return nil
        }
        if bus == "w1" {
            reading.note(
                node.place,
                "\(section.name): bridge is for a bus like /dev/i2c-1; on 'w1' the kernel drives the "
                    + "wire")
        } else if bus.hasPrefix("/dev/gpiochip") {
            reading.note(
                node.place,
                "\(section.name): bridge is for a bus like /dev/i2c-1; on a GPIO line the program "
                    + "drives the wire")
        }
        if let word = section.word("bridge", reading: &reading)?.text, word != "ds2482" {
            reading.noteUnknown(
                word, at: node.place, what: "bridge", among: ["ds2482"], listing: true)
        }
        return decodeAddress(section, reading: &reading)
    }

    private static func decodeAddress(
        _ section: Section, reading: inout ConfigurationReading
    ) -> UInt8 {
        let addresses = DS2482.addresses
        guard let node = section["address"] else { return addresses.lowerBound }
        if let value = node.integer.flatMap({ UInt8(exactly: $0) }), addresses.contains(value) {
            return value
        }
        // The commonest slip: the digits of the hexadecimal number without its 0x.
        let digits = node.text?.lowercased() ?? ""
        let meant = ["18", "19", "1a", "1b"].contains(digits) ? "0x" + digits : nil
        reading.note(
            node.place,
            "\(section.name): address must be from 0x18 to 0x1b, not \(node.kindName)",
            suggestion: meant)
        return addresses.lowerBound
    }

    private static func decodeDevice(
        _ section: Section, reading: inout ConfigurationReading
    ) -> String? {
        guard let node = section["device"] else { return nil }
        if let text = node.text, let code = OneWireROM(text), code.family == DS18B20.family,
            code.description == text
        {
            return text
        }
        reading.note(
            node.place,
            "\(section.name): device must be a name as in /sys/bus/w1/devices (28-0316a2795dff), "
                + "not \(node.kindName)",
            suggestion: node.text.flatMap(meant))
        return nil
    }

    /// The kernel's name for a code in capitals, or for the 16 digits that others write: the bytes
    /// as they travel, the checksum last.
    private static func meant(_ text: String) -> String? {
        let digits = text.lowercased()
        let code = OneWireROM(digits) ?? Hex.decode(digits).flatMap { OneWireROM(bytes: $0) }
        return code.flatMap { $0.family == DS18B20.family ? $0.description : nil }
    }
}
