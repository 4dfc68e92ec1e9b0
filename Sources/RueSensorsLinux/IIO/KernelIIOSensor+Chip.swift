public import RueSensors

extension KernelIIOSensor {
    /// What is behind a driver of the kernel.
    public enum Chip: Equatable, Sendable {
        /// Bosch's BME280, with the kernel's `bmp280` driver.
        case bme280
        /// Its siblings without humidity, with the same driver.
        case bmp280
        /// Aosong's DHT22 or AM2302, with the kernel's `dht11` driver.
        case dht22
        /// The DHT11, with the same driver.
        case dht11

        /// The name on the datasheet.
        public var name: String {
            switch self {
            case .bme280: "BME280"
            case .bmp280: "BMP280"
            case .dht22: "DHT22"
            case .dht11: "DHT11"
            }
        }

        /// What is read, in this order.
        public var quantities: [Quantity] {
            switch self {
            case .bme280: [.temperature, .relativeHumidity, .pressure]
            case .bmp280: [.temperature, .pressure]
            case .dht22, .dht11: [.temperature, .relativeHumidity]
            }
        }

        /// The line of config.txt that loads the driver, for a device at its usual place.
        public var overlay: String {
            switch self {
            case .bme280: "dtoverlay=i2c-sensor,bme280"
            case .bmp280: "dtoverlay=i2c-sensor,bmp280"
            case .dht22, .dht11: "dtoverlay=dht11,gpiopin=4"
            }
        }

        var isDHT: Bool { self == .dht22 || self == .dht11 }

        /// Whether a device that the kernel calls so is of this kind. The `dht11` driver calls its
        /// devices as the device tree does, with or without a number.
        func fits(_ name: String) -> Bool {
            switch self {
            case .bme280: name == "bme280"
            case .bmp280: name == "bmp280"
            case .dht22, .dht11:
                ["dht11", "humidity_sensor"].contains { name == $0 || name.hasPrefix($0 + "@") }
            }
        }

        /// What can be measured, as in the drivers of RueSensors. The kernel's check none of it.
        func range(of quantity: Quantity) -> ClosedRange<Int64> {
            switch quantity {
            case .temperature: temperatureRange
            case .relativeHumidity: 0...100_000
            case .pressure: 30_000_000...110_000_000
            }
        }

        private var temperatureRange: ClosedRange<Int64> {
            switch self {
            case .bme280, .bmp280: -40_000...85_000
            case .dht22: -40_000...80_000
            case .dht11: -20_000...60_000
            }
        }
    }
}
