/// Which sensor is to be read through a driver of the kernel.
public struct IIOSettings: Equatable, Sendable {
    /// What is behind the kernel's driver.
    public enum Chip: Equatable, Sendable {
        /// Bosch BME280.
        case bme280
        /// Bosch BMP280.
        case bmp280
        /// Aosong DHT22.
        case dht22
        /// Aosong DHT11.
        case dht11

        /// Whether the kernel's `dht11` driver has it, which does not tell the two apart.
        var isDHT: Bool { self == .dht22 || self == .dht11 }
    }

    /// What is behind the kernel's driver.
    public let chip: Chip

    /// The device as the kernel names it, such as `bme280` or `iio:device0`; nil for the only one of
    /// its kind.
    public let device: String?

    /// The GPIO that the kernel's driver is to have a DHT on, by an overlay (`HardwareNeeds`); nil
    /// where the description does not say.
    public internal(set) var gpio: UInt32?

    /// The address at which the kernel's driver is to have a BME280 or BMP280, by an overlay; nil
    /// where the description does not say.
    public internal(set) var address: UInt8?
}

extension IIOSettings {
    /// What only the bus `iio` takes.
    static func keys(of chip: Chip) -> [String] { chip.isDHT ? ["device", "gpio"] : ["device"] }

    static func isMeant(by section: Section) -> Bool { section["bus"]?.text == "iio" }

    /// Reads the device's name and what the overlay needs; all other keys are for another bus.
    static func decode(
        _ section: Section, chip: Chip, besides keys: [String],
        reading: inout ConfigurationReading
    ) -> IIOSettings {
        for key in keys where chip.isDHT || key != "address" {
            guard let node = section[key] else { continue }
            reading.note(
                node.place,
                "\(section.name): \(key) is not for the bus 'iio', where the kernel's driver decides "
                    + "it")
        }
        var settings = IIOSettings(
            chip: chip, device: decodeDevice(section, reading: &reading))
        if section["gpio"] != nil, chip.isDHT {
            settings.gpio = DHTSettings.number(of: section, key: "gpio", reading: &reading)
        }
        if section["address"] != nil, !chip.isDHT {
            settings.address = Bosch280Settings.decodeAddress(section, reading: &reading)
        }
        return settings
    }

    /// Notes on another bus what only this one takes.
    static func refuse(_ section: Section, reading: inout ConfigurationReading) {
        if let node = section["device"] {
            reading.note(
                node.place,
                "\(section.name): device is for the bus 'iio', where the kernel names it")
        }
        if let node = section["gpio"] {
            reading.note(
                node.place,
                "\(section.name): gpio is for the bus 'iio', where the kernel has the line; here it is "
                    + "'line'")
        }
    }

    private static func decodeDevice(
        _ section: Section, reading: inout ConfigurationReading
    ) -> String? {
        guard let node = section["device"] else { return nil }
        if let text = node.text, isValid(text) { return text }
        reading.note(
            node.place,
            "\(section.name): device must be a name as in /sys/bus/iio/devices (bme280, or "
                + "iio:device0), not \(node.kindName)",
            suggestion: node.text.flatMap(meant))
        return nil
    }

    private static func isValid(_ text: String) -> Bool {
        (1...48).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x2F }
    }

    /// The last part of a path.
    private static func meant(_ text: String) -> String? {
        let last = text.split(separator: "/").last.map { String($0) }
        return last.flatMap { $0 != text && isValid($0) ? $0 : nil }
    }
}
