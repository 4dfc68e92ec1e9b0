import RueSensors
import RueSensorsSimulation

/// A sensor on a simulated bus, and everything around it.
struct Rig {
    let clock = VirtualClock()
    let bus = SimulatedI2CBus()
    let chip: SimulatedBME280
    let sensor: BME280

    init(
        identity: UInt8 = 0x60, trim: SimulatedBME280.Trim = .typical,
        _ configuration: BME280.Configuration = BME280.Configuration(),
        truth: Environment = Environment()
    ) {
        clock.recordsSleeps = true
        chip = SimulatedBME280(clock: clock, identity: identity, trim: trim) { truth }
        bus.attach(chip, at: 0x76)
        sensor = BME280(bus: bus, address: 0x76, clock: clock, configuration: configuration)
    }

    /// Reads once, or throws what the sensor throws.
    func read() throws(SensorError) -> [Reading] { try sensor.read(sleepingOn: clock) }
}

/// How far a reading may be from the truth: half the resolution of one sample, plus rounding.
enum Tolerance {
    static func allows(_ reading: Reading, _ truth: Environment) -> Bool {
        switch reading.quantity {
        case .temperature: abs(reading.milli - truth.temperatureMilliCelsius) <= 20
        case .relativeHumidity: abs(reading.milli - truth.relativeHumidityMilliPercent) <= 60
        case .pressure: abs(reading.milli - truth.pressureMilliPascal) <= 6000
        }
    }
}
