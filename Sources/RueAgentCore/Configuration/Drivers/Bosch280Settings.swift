public import RueSensors

/// How a BME280 or BMP280 is to be read.
public struct Bosch280Settings: Equatable, Sendable {
    /// Whether the chip measures humidity: a BME280, not a BMP280.
    public let hasHumidity: Bool

    /// The chip's address on its bus: 0x76 or 0x77.
    public let address: UInt8

    /// Oversampling of the temperature: 1, 2, 4, 8 or 16.
    public let temperatureOversampling: Int

    /// Oversampling of the pressure: 0 (not measured), 1, 2, 4, 8 or 16.
    public let pressureOversampling: Int

    /// Oversampling of the humidity: 0 (not measured), 1, 2, 4, 8 or 16.
    public let humidityOversampling: Int

    /// Coefficient of the chip's IIR filter: 0 (off), 2, 4, 8 or 16.
    public let filter: Int

    /// When the chip converts. The pause of normal mode is one that the chip has.
    public let mode: BME280.Mode
}

extension Bosch280Settings {
    static let keys = ["address", "oversampling", "filter", "mode", "standby"]

    static func decode(
        _ section: Section, hasHumidity: Bool, reading: inout ConfigurationReading
    ) -> Bosch280Settings? {
        let address = decodeAddress(section, reading: &reading)
        let filter = choice(section, "filter", of: [0, 2, 4, 8, 16], default: 0, &reading)
        var temperature = 1
        var pressure = 1
        var humidity = hasHumidity ? 1 : 0
        let channels = ["temperature", "pressure"] + (hasHumidity ? ["humidity"] : [])
        if let node = section["oversampling"],
            let group = Section(
                node, name: "\(section.name): oversampling", keys: channels, reading: &reading)
        {
            let factors: [Int64] = [0, 1, 2, 4, 8, 16]
            temperature = choice(group, "temperature", of: [1, 2, 4, 8, 16], default: 1, &reading)
            pressure = choice(group, "pressure", of: factors, default: pressure, &reading)
            if hasHumidity {
                humidity = choice(group, "humidity", of: factors, default: humidity, &reading)
            }
        }
        return Bosch280Settings(
            hasHumidity: hasHumidity, address: address, temperatureOversampling: temperature,
            pressureOversampling: pressure, humidityOversampling: humidity, filter: filter,
            mode: decodeMode(section, on: hasHumidity ? .bme280 : .bmp280, reading: &reading))
    }

    static func decodeAddress(
        _ section: Section, reading: inout ConfigurationReading
    ) -> UInt8 {
        guard let node = section["address"] else { return 0x76 }
        if let value = node.integer, value == 0x76 || value == 0x77 { return UInt8(value) }
        // The commonest slip: the digits of the hexadecimal number without its 0x.
        let meant = node.integer.flatMap { $0 == 76 || $0 == 77 ? "0x\($0)" : nil }
        reading.note(
            node.place, "\(section.name): address must be 0x76 or 0x77, not \(node.kindName)",
            suggestion: meant)
        return 0x76
    }

    private static func choice(
        _ section: Section, _ key: String, of allowed: [Int64], default standard: Int,
        _ reading: inout ConfigurationReading
    ) -> Int {
        guard let node = section[key] else { return standard }
        if let value = node.integer, allowed.contains(value) { return Int(value) }
        let list = allowed.map { "\($0)" }.joined(separator: ", ")
        reading.note(
            node.place, "\(section.name): \(key) must be one of \(list), not \(node.kindName)")
        return standard
    }
}
