/// A chip that the node can drive, with its settings.
public enum SensorDriver: Equatable, Sendable {
    /// Bosch BME280 or its sibling without humidity, the BMP280.
    case bosch280(Bosch280Settings)

    /// The chip's address on its bus.
    public var address: UInt8 {
        switch self {
        case .bosch280(let settings): settings.address
        }
    }

    /// How many values a sample has.
    public var quantityCount: Int {
        switch self {
        case .bosch280(let settings):
            1 + (settings.pressureOversampling > 0 ? 1 : 0)
                + (settings.humidityOversampling > 0 ? 1 : 0)
        }
    }
}

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
}
