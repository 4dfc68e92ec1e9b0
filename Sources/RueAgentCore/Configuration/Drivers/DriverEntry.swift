/// How a configuration names a driver and reads its keys. A new driver is one entry here and
/// one case of `SensorDriver`.
struct DriverEntry: Sendable {
    /// The word after `driver:`.
    let name: String

    /// What the chip is connected to.
    let bus: BusKind

    /// The keys that a sensor of this driver takes besides those that all take.
    let keys: [String]

    /// Reads those keys; nil when something was noted that leaves no usable value.
    let decode:
        @Sendable (_ section: Section, _ reading: inout ConfigurationReading) -> SensorDriver?

    static let all: [DriverEntry] = [
        kernelToo("bme280", .bme280, bus: .i2c, keys: Bosch280Settings.keys) { section, reading in
            Bosch280Settings.decode(section, hasHumidity: true, reading: &reading)
                .map(SensorDriver.bosch280)
        },
        kernelToo("bmp280", .bmp280, bus: .i2c, keys: Bosch280Settings.keys) { section, reading in
            Bosch280Settings.decode(section, hasHumidity: false, reading: &reading)
                .map(SensorDriver.bosch280)
        },
        kernelToo("dht22", .dht22, bus: .gpio, keys: DHTSettings.keys) { section, reading in
            DHTSettings.decode(section, isDHT11: false, reading: &reading).map(SensorDriver.dht)
        },
        kernelToo("dht11", .dht11, bus: .gpio, keys: DHTSettings.keys) { section, reading in
            DHTSettings.decode(section, isDHT11: true, reading: &reading).map(SensorDriver.dht)
        },
        DriverEntry(name: "ds18b20", bus: .oneWire, keys: DS18B20Settings.keys) {
            section, reading in
            .ds18b20(DS18B20Settings.decode(section, reading: &reading))
        },
    ]
}

extension DriverEntry {
    /// The keys of every driver, each once.
    static let allKeys = all.reduce(into: [String]()) { keys, entry in
        keys += entry.keys.filter { !keys.contains($0) }
    }
}

extension DriverEntry {
    /// A driver of this program whose chip the kernel has a driver for as well.
    private static func kernelToo(
        _ name: String, _ chip: IIOSettings.Chip, bus: BusKind, keys: [String],
        decode: @escaping @Sendable (Section, inout ConfigurationReading) -> SensorDriver?
    ) -> DriverEntry {
        DriverEntry(name: name, bus: bus, keys: keys + IIOSettings.keys(of: chip)) {
            section, reading in
            if IIOSettings.isMeant(by: section) {
                return .iio(
                    IIOSettings.decode(section, chip: chip, besides: keys, reading: &reading))
            }
            IIOSettings.refuse(section, reading: &reading)
            return decode(section, &reading)
        }
    }
}
