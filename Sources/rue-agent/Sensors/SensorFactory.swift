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
    private let startMicroseconds: UInt64
    private let buses = LinuxI2CBuses()
    private let bridges = OneWireBridges()

    /// A factory.
    /// - Parameters:
    ///   - configuration: the node's; what simulated buses show is in it.
    ///   - clock: the clock that drivers and simulated chips go by; what faults are planned begin
    ///     with it as it is now.
    ///   - utcMilliseconds: the time of day of the simulated climate.
    init(
        _ configuration: NodeConfiguration, clock: any SensorClock,
        utcMilliseconds: @escaping () -> Int64
    ) {
        self.clock = clock
        self.utcMilliseconds = utcMilliseconds
        simulation = configuration.simulation
        faults = configuration.faults
        startMicroseconds = clock.monotonicMicroseconds
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
        case .dht(let settings):
            dht(configuration, settings)
        case .ds18b20(let settings):
            DS18B20(probe: probe(of: configuration, settings), clock: clock)
        case .iio(let settings):
            KernelIIOSensor(
                KernelIIOSensor.Chip(settings.chip), device: settings.device, clock: clock)
        }
    }

    private func bus(
        of configuration: SensorConfiguration, _ settings: Bosch280Settings
    ) -> any I2CBus {
        if case .device(let path) = configuration.bus { return LateI2CBus(path, of: buses) }
        let identity = settings.hasHumidity ? BME280.Chip.bme280 : BME280.Chip.bmp280
        let chip = SimulatedBME280(
            clock: clock, identity: identity.rawValue, trim: .seeded(seed(of: configuration)),
            environment: environment(of: configuration))
        return RehearsedI2CBus(chip, at: settings.address, rehearsal(of: configuration))
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
            line: RehearsedPulseLine(sensor, rehearsal(of: configuration)), clock: clock,
            configuration: driving, power: power)
    }

    private func probe(
        of configuration: SensorConfiguration, _ settings: DS18B20Settings
    ) -> any OneWireProbe {
        switch configuration.bus {
        case .kernelOneWire:
            return KernelOneWireProbe(device: settings.device)
        case .device(let path):
            let conversion = bridges.conversion(
                at: settings.bridgeAddress ?? DS2482.addresses.lowerBound, on: path,
                bus: LateI2CBus(path, of: buses), clock: clock)
            return OneWireBusProbe(device: settings.rom, conversion)
        case .simulated, .kernelIIO:
            let chip = SimulatedDS18B20(
                clock: clock,
                rom: settings.rom ?? SimulatedDS18B20.rom(seed: seed(of: configuration)),
                environment: environment(of: configuration))
            return RehearsedOneWireProbe(
                chip, through: simulatedProbe(chip, settings), rehearsal(of: configuration))
        }
    }

    /// The chip itself, or the way to it through a bridge.
    private func simulatedProbe(
        _ chip: SimulatedDS18B20, _ settings: DS18B20Settings
    ) -> any OneWireProbe {
        guard let address = settings.bridgeAddress else { return chip }
        let line = SimulatedOneWireBus(clock: clock)
        line.attach(chip)
        let bus = SimulatedI2CBus()
        bus.attach(SimulatedDS2482(clock: clock, line: line), at: address)
        let bridge = DS2482(bus: bus, address: address, clock: clock)
        return OneWireBusProbe(
            device: settings.rom, SharedConversion(bus: bridge, clock: clock))
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

    private func rehearsal(of configuration: SensorConfiguration) -> Rehearsal {
        Rehearsal(
            faults.schedule(of: configuration.id), clock: clock,
            startMicroseconds: startMicroseconds)
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
