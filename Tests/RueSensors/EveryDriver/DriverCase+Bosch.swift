import RueSensors
import RueSensorsSimulation

/// BST-BME280-DS002 §1.1–1.3 and BST-BMP280-DS001 §1: ±0.5 °C, ±3 %RH, ±1 hPa.
extension DriverCase {
    static let bme280 = bosch("BME280", identity: 0x60, BME280.Configuration())
    static let bme280InNormalMode = bosch(
        "BME280 in normal mode", identity: 0x60,
        BME280.Configuration(mode: .normal(standby: .microseconds500)))
    static let bme280WithoutPressure = bosch(
        "BME280 without pressure", identity: 0x60,
        BME280.Configuration(temperature: .x16, pressure: nil, humidity: .x16))
    static let bmp280 = bosch("BMP280", identity: 0x58, BME280.Configuration())

    private static func bosch(
        _ name: String, identity: UInt8, _ configuration: BME280.Configuration
    ) -> DriverCase {
        var ranges: [Quantity: ClosedRange<Int64>] = [
            .temperature: -39_900...84_900
        ]
        if configuration.pressure != nil { ranges[.pressure] = 30_100_000...109_900_000 }
        if identity == 0x60 { ranges[.relativeHumidity] = 1000...99_000 }
        return DriverCase(
            testDescription: name, ranges: ranges,
            tolerances: [.temperature: 20, .relativeHumidity: 60, .pressure: 6000],
            accuracies: [.temperature: 500, .relativeHumidity: 3000, .pressure: 100_000],
            readingsUntilSettled: 1
        ) {
            DriverRig { rig in
                let chip = SimulatedBME280(
                    clock: rig.clock, identity: identity, trim: .seeded(7),
                    environment: rig.environment)
                let bus = SimulatedI2CBus()
                bus.attach(chip, at: 0x76)
                return BME280(
                    bus: FaultyI2CBus(bus, rig.plan), address: 0x76, clock: rig.clock,
                    configuration: configuration)
            }
        }
    }
}
