internal import RueAgentCore
internal import RueSensors

extension BME280.Configuration {
    /// The driver's settings from those of a node's configuration.
    init(_ settings: Bosch280Settings) {
        self.init(
            temperature: BME280.Oversampling(samples: settings.temperatureOversampling) ?? .x1,
            pressure: BME280.Oversampling(samples: settings.pressureOversampling),
            humidity: BME280.Oversampling(samples: settings.humidityOversampling),
            filter: BME280.Filter(coefficient: settings.filter) ?? .off, mode: settings.mode)
    }
}
