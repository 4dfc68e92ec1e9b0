internal import RueAgentCore
internal import RueSensors
internal import RueSensorsLinux
internal import RueSensorsSimulation

/// Makes the drivers that a configuration describes, on real buses or simulated ones.
struct SensorFactory {
    private let clock: any SensorClock
    private let utcMilliseconds: () -> Int64
    private let climate: Climate
    private let simulation: SimulationConfiguration
    private let buses = LinuxI2CBuses()

    /// A factory.
    /// - Parameters:
    ///   - simulation: what simulated buses show.
    ///   - clock: the clock that drivers and simulated chips go by.
    ///   - utcMilliseconds: the time of day of the simulated climate.
    init(
        _ simulation: SimulationConfiguration, clock: any SensorClock,
        utcMilliseconds: @escaping () -> Int64
    ) {
        self.clock = clock
        self.utcMilliseconds = utcMilliseconds
        self.simulation = simulation
        climate = House(seed: simulation.seed)
            .climate(in: Room(name: simulation.room) ?? .kitchen)
    }

    /// The sensors of a configuration. Nothing is asked of a bus yet.
    func sensors(_ configurations: [SensorConfiguration]) -> [SampledSensor] {
        configurations.map { configuration in
            SampledSensor(
                id: configuration.id, sensor: sensor(configuration),
                intervalMilliseconds: configuration.intervalMilliseconds)
        }
    }

    private func sensor(_ configuration: SensorConfiguration) -> any Sensor {
        switch configuration.driver {
        case .bosch280(let settings):
            BME280(
                bus: bus(of: configuration, settings), address: settings.address, clock: clock,
                configuration: BME280.Configuration(settings))
        }
    }

    private func bus(
        of configuration: SensorConfiguration, _ settings: Bosch280Settings
    ) -> any I2CBus {
        switch configuration.bus {
        case .device(let path): return LateI2CBus(path, of: buses)
        case .simulated:
            let bus = SimulatedI2CBus()
            let climate = climate
            let now = utcMilliseconds
            let identity = settings.hasHumidity ? BME280.Chip.bme280 : BME280.Chip.bmp280
            let chip = SimulatedBME280(
                clock: clock, identity: identity.rawValue, trim: .seeded(trimSeed(configuration.id))
            ) { climate.truth(at: now()) }
            bus.attach(chip, at: settings.address)
            return bus
        }
    }
}

extension SensorFactory {
    /// No two chips of a house are trimmed alike: house, room and sensor are mixed, by FNV-1a.
    private func trimSeed(_ id: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(simulation.room)/\(id)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return hash &+ simulation.seed
    }
}

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
