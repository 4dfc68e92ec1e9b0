import RueSensors
import RueSensorsSimulation
import Testing

/// A driver, and what its device promises: what every test of every driver runs over.
///
/// A new driver adds its case here, in an extension beside its other tests.
struct DriverCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the device measures, in the units of readings.
    let ranges: [Quantity: ClosedRange<Int64>]
    /// How far a reading may be from the truth: half of the device's last digit and a rounding,
    /// which is far less than the accuracy that its datasheet promises.
    let tolerances: [Quantity: Int64]
    /// That accuracy, at its best.
    let accuracies: [Quantity: Int64]
    /// How many readings it takes until a new truth is seen.
    let readingsUntilSettled: Int
    let make: @Sendable () -> DriverRig

    static let all: [DriverCase] = [
        bme280, bme280InNormalMode, bme280WithoutPressure, bmp280, dht22, dht22Clone, dht11,
        dht22WithAPowerLine, ds18b20, ds18b20BehindABridge, ds18b20OnALine,
    ]

    /// Whether a reading says the truth.
    func allows(_ reading: Reading, _ truth: Environment) -> Bool {
        guard let tolerance = tolerances[reading.quantity] else { return false }
        return abs(reading.milli - truth[reading.quantity]) <= tolerance
    }
}

extension Environment {
    /// The truth of a quantity, in its unit's thousandths.
    subscript(quantity: Quantity) -> Int64 {
        get {
            switch quantity {
            case .temperature: temperatureMilliCelsius
            case .relativeHumidity: relativeHumidityMilliPercent
            case .pressure: pressureMilliPascal
            }
        }
        set {
            switch quantity {
            case .temperature: temperatureMilliCelsius = newValue
            case .relativeHumidity: relativeHumidityMilliPercent = newValue
            case .pressure: pressureMilliPascal = newValue
            }
        }
    }
}
