/// How a configuration names a driver and reads its keys. A new driver is one entry here and
/// one case of `SensorDriver`.
struct DriverEntry: Sendable {
    /// The word after `driver:`.
    let name: String

    /// The keys that a sensor of this driver takes besides those that all take.
    let keys: [String]

    /// Reads those keys; nil when something was noted that leaves no usable value.
    let decode:
        @Sendable (_ section: Section, _ reading: inout ConfigurationReading) -> SensorDriver?

    static let all: [DriverEntry] = [
        DriverEntry(name: "bme280", keys: Bosch280Settings.keys) { section, reading in
            Bosch280Settings.decode(section, hasHumidity: true, reading: &reading)
                .map(SensorDriver.bosch280)
        },
        DriverEntry(name: "bmp280", keys: Bosch280Settings.keys) { section, reading in
            Bosch280Settings.decode(section, hasHumidity: false, reading: &reading)
                .map(SensorDriver.bosch280)
        },
    ]
}

extension DriverEntry {
    /// The keys of every driver, each once.
    static let allKeys = all.reduce(into: [String]()) { keys, entry in
        keys += entry.keys.filter { !keys.contains($0) }
    }
}

extension Bosch280Settings {
    static let keys = ["address", "oversampling", "filter"]

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
            pressureOversampling: pressure, humidityOversampling: humidity, filter: filter)
    }

    private static func decodeAddress(
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
