internal import RueAgentCore
internal import RueSensors

extension BME280.Configuration {
    /// The driver's settings from those of a node's configuration.
    init(_ settings: Bosch280Settings) {
        self.init(
            temperature: Self.oversampling(settings.temperatureOversampling) ?? .x1,
            pressure: Self.oversampling(settings.pressureOversampling),
            humidity: Self.oversampling(settings.humidityOversampling),
            filter: Self.filter(settings.filter))
    }

    private static func oversampling(_ factor: Int) -> BME280.Oversampling? {
        BME280.Oversampling.allCases.first { $0.factor == UInt64(factor) }
    }

    private static func filter(_ coefficient: Int) -> BME280.Filter {
        switch coefficient {
        case 2: .x2
        case 4: .x4
        case 8: .x8
        case 16: .x16
        default: .off
        }
    }
}
