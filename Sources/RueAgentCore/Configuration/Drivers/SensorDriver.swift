/// A chip that the node can drive, with its settings.
public enum SensorDriver: Equatable, Sendable {
    /// Bosch BME280 or its sibling without humidity, the BMP280.
    case bosch280(Bosch280Settings)
    /// Aosong DHT22 or its elder, the DHT11.
    case dht(DHTSettings)
    /// Maxim DS18B20.
    case ds18b20(DS18B20Settings)
    /// One of them through a driver of the kernel.
    case iio(IIOSettings)

    /// How many values a sample has.
    public var quantityCount: Int {
        switch self {
        case .bosch280(let settings):
            1 + (settings.pressureOversampling > 0 ? 1 : 0)
                + (settings.humidityOversampling > 0 ? 1 : 0)
        case .dht: 2
        case .ds18b20: 1
        case .iio(let settings): settings.chip == .bme280 ? 3 : 2
        }
    }

    /// The shortest interval that makes sense, and why; nil where any does.
    public var leastInterval: (milliseconds: UInt64, reason: String)? {
        switch self {
        case .bosch280: nil
        case .dht(let settings):
            (
                2000,
                "a \(settings.isDHT11 ? "DHT11" : "DHT22") that is asked sooner does not measure anew"
            )
        case .ds18b20: (1000, "a DS18B20 converts for 750 ms")
        case .iio(let settings):
            settings.chip.isDHT
                ? (3000, "the kernel repeats what it has of a DHT for 2 s") : nil
        }
    }
}
