internal import RueAgentCore
internal import RueSensors
internal import RueSensorsLinux
internal import RueSensorsSimulation

/// Makes the drivers that a configuration describes, on real buses or simulated ones.
struct SensorFactory {
    let clock: any SensorClock
    let utcMilliseconds: () -> Int64
    private let simulation: SimulationConfiguration
    private let faults: FaultSchedule
    private let buses = LinuxI2CBuses()
    private let bridges = OneWireBridges()
    private let bulk = KernelBulkConversion()

    /// A factory.
    /// - Parameters:
    ///   - configuration: the node's; what simulated buses show is in it.
    ///   - clock: the clock that drivers and simulated chips go by.
    ///   - utcMilliseconds: the time of day of the simulated climate.
    init(
        _ configuration: NodeConfiguration, clock: any SensorClock,
        utcMilliseconds: @escaping () -> Int64
    ) {
        self.clock = clock
        self.utcMilliseconds = utcMilliseconds
        simulation = configuration.simulation
        faults = configuration.faults
    }

    /// The sensors of a configuration. Nothing is asked of a bus yet; what faults are planned count
    /// from now on.
    func sensors(_ configurations: [SensorConfiguration]) -> [SampledSensor] {
        configurations.map { configuration in
            if case .dht(let settings) = configuration.driver {
                let driver = dht(configuration, settings)
                return sampled(configuration, driver) { FrameCounters(driver.counters) }
            }
            return sampled(configuration, sensor(configuration), frames: nil)
        }
    }

    private func sampled(
        _ configuration: SensorConfiguration, _ driver: any Sensor,
        frames: (() -> FrameCounters)?
    ) -> SampledSensor {
        SampledSensor(
            id: configuration.id, sensor: driver,
            intervalMilliseconds: configuration.intervalMilliseconds, frames: frames)
    }

    private func sensor(_ configuration: SensorConfiguration) -> any Sensor {
        switch configuration.driver {
        case .bosch280(let settings):
            bosch280(configuration, settings)
        case .dht(let settings):
            dht(configuration, settings)
        case .ds18b20(let settings):
            ds18b20(configuration, settings)
        case .iio(let settings):
            KernelIIOSensor(
                KernelIIOSensor.Chip(settings.chip), device: settings.device, clock: clock)
        }
    }

    private func bosch280(
        _ configuration: SensorConfiguration, _ settings: Bosch280Settings
    ) -> any Sensor {
        let driver = { (bus: any I2CBus) in
            BME280(
                bus: bus, address: settings.address, clock: clock,
                configuration: BME280.Configuration(settings))
        }
        if case .device(let path) = configuration.bus {
            return driver(LateI2CBus(path, of: buses))
        }
        let identity = settings.hasHumidity ? BME280.Chip.bme280 : BME280.Chip.bmp280
        let chip = SimulatedBME280(
            clock: clock, identity: identity.rawValue, trim: .seeded(seed(of: configuration)),
            environment: environment(of: configuration))
        let script = script(of: configuration)
        return ScriptedSensor(
            driver(ScriptedI2CBus(chip, at: settings.address, script)), script)
    }

    private func dht(
        _ configuration: SensorConfiguration, _ settings: DHTSettings
    ) -> DHT22 {
        let driving = DHT22.Configuration(
            model: settings.isDHT11 ? .dht11 : .dht22, tries: settings.tries)
        if case .device(let path) = configuration.bus {
            let power = settings.power.map {
                GPIOOutput(chip: path, offset: $0.line, isActiveLow: $0.isActiveLow)
            }
            return DHT22(
                line: GPIOLine(chip: path, offset: settings.line), clock: clock,
                configuration: driving, power: power)
        }
        let sensor = SimulatedDHT22(
            clock: clock, seed: seed(of: configuration),
            profile: settings.isDHT11 ? .dht11WithTenths : .dht22,
            environment: environment(of: configuration))
        let power = settings.power.map { _ in SimulatedOutput() }
        if let power { sensor.supply(through: power) }
        return DHT22(
            line: ScriptedPulseLine(sensor, script(of: configuration)), clock: clock,
            configuration: driving, power: power)
    }

    private func ds18b20(
        _ configuration: SensorConfiguration, _ settings: DS18B20Settings
    ) -> any Sensor {
        switch configuration.bus {
        case .kernelOneWire:
            return driver(KernelOneWireProbe(device: settings.device, sharing: bulk), settings)
        case .device(let path):
            return driver(
                OneWireBusProbe(device: settings.rom, conversion(on: path, settings)), settings)
        case .simulated, .kernelIIO:
            let script = script(of: configuration)
            let probe = simulatedProbe(configuration, settings, script)
            return ScriptedSensor(driver(probe, settings), script)
        }
    }

    private func driver(_ probe: any OneWireProbe, _ settings: DS18B20Settings) -> DS18B20 {
        DS18B20(
            probe: probe, clock: clock,
            configuration: DS18B20.Configuration(resolution: settings.resolution))
    }

    private func conversion(on path: String, _ settings: DS18B20Settings) -> SharedConversion {
        if let line = settings.line {
            return bridges.conversion(line: line, of: path, clock: clock)
        }
        return bridges.conversion(
            at: settings.bridgeAddress ?? DS2482.addresses.lowerBound, on: path,
            bus: LateI2CBus(path, of: buses), clock: clock)
    }

    /// The chip itself, or the way to it through a bridge or over a line.
    private func simulatedProbe(
        _ configuration: SensorConfiguration, _ settings: DS18B20Settings, _ script: FaultScript
    ) -> any OneWireProbe {
        let chip = SimulatedDS18B20(
            clock: clock, rom: settings.rom ?? SimulatedDS18B20.rom(seed: seed(of: configuration)),
            environment: environment(of: configuration))
        if settings.bridgeAddress == nil, settings.line == nil {
            return ScriptedOneWireProbe(chip, clock: clock, script)
        }
        let line = SimulatedOneWireBus(clock: clock)
        line.attach(chip)
        let bus = simulatedBus(settings, line, script)
        let probe = OneWireBusProbe(
            device: settings.rom, SharedConversion(bus: bus, clock: clock))
        return ScriptedOneWireProbe(chip, through: probe, on: line, clock: clock, script)
    }

    /// What drives a simulated wire.
    private func simulatedBus(
        _ settings: DS18B20Settings, _ line: SimulatedOneWireBus, _ script: FaultScript
    ) -> any OneWireBus {
        guard let address = settings.bridgeAddress else {
            return BitBangedOneWireBus(line: SimulatedOneWireLine(wire: line, clock: clock))
        }
        let bus = ScriptedI2CBus(
            SimulatedDS2482(clock: clock, line: line), at: address, script)
        return DS2482(bus: bus, address: address, clock: clock)
    }
}

extension KernelIIOSensor.Chip {
    fileprivate init(_ chip: IIOSettings.Chip) {
        switch chip {
        case .bme280: self = .bme280
        case .bmp280: self = .bmp280
        case .dht22: self = .dht22
        case .dht11: self = .dht11
        }
    }
}

extension DS18B20Settings {
    fileprivate var rom: OneWireROM? { device.flatMap { OneWireROM($0) } }

    fileprivate var resolution: DS18B20.Resolution? {
        DS18B20.Resolution.allCases.first { $0.bitCount == resolutionBits }
    }
}

// MARK: What simulated sensors show

extension SensorFactory {
    private func environment(of configuration: SensorConfiguration) -> () -> Environment {
        let room = Room(name: simulation.room) ?? .kitchen
        let place = configuration.place.flatMap { Place(name: $0) } ?? .air
        let climate = House(seed: simulation.seed).climate(in: room, place: place)
        let now = utcMilliseconds
        return { climate.truth(at: now()) }
    }

    private func script(of configuration: SensorConfiguration) -> FaultScript {
        FaultScript(
            faults.faults(of: configuration.id), seed: seed(of: configuration), clock: clock)
    }

    /// No two chips of a house are alike: house, room and sensor are mixed, by FNV-1a.
    private func seed(of configuration: SensorConfiguration) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(simulation.room)/\(configuration.id)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return hash &+ simulation.seed
    }
}
