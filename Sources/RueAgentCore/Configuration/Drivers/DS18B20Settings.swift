internal import RueSensors
internal import RueWire

/// Which DS18B20 is to be read, and how it is reached.
public struct DS18B20Settings: Equatable, Sendable {
    /// The device as the kernel names it, such as `28-0316a2795dff`; nil for the only one there is.
    public let device: String?

    /// The address of the DS2482 on an I2C bus that the probe is wired to, 0x18 to 0x1B; nil if it
    /// is the kernel that drives the wire.
    public let bridgeAddress: UInt8?
}

extension DS18B20Settings {
    static let keys = ["device", "bridge", "address"]

    static func decode(
        _ section: Section, reading: inout ConfigurationReading
    ) -> DS18B20Settings {
        DS18B20Settings(
            device: decodeDevice(section, reading: &reading),
            bridgeAddress: decodeBridge(section, reading: &reading))
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
