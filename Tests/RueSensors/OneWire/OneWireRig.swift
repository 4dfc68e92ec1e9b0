import RueSensors
import RueSensorsSimulation

/// Thermometers on a simulated wire, reached directly or through a bridge.
final class OneWireRig {
    enum Path: CaseIterable { case direct, bridge }

    let clock = VirtualClock()
    let i2c = SimulatedI2CBus()
    let wire: SimulatedOneWireBus
    let bridge: SimulatedDS2482
    let bus: any OneWireBus
    let conversion: SharedConversion
    private(set) var chips: [SimulatedDS18B20] = []

    /// The temperatures are those of the chips, one each; their codes follow from their places.
    init(_ path: Path, milliCelsius: [Int64] = [21_375]) {
        wire = SimulatedOneWireBus(clock: clock)
        bridge = SimulatedDS2482(clock: clock, line: wire)
        i2c.attach(bridge, at: 0x18)
        bus = path == .direct ? wire : DS2482(bus: i2c, clock: clock)
        conversion = SharedConversion(bus: bus, clock: clock)
        for truth in milliCelsius { add(truth) }
    }

    @discardableResult
    func add(_ milliCelsius: Int64, rom: OneWireROM? = nil) -> SimulatedDS18B20 {
        let chip = SimulatedDS18B20(
            clock: clock, rom: rom ?? SimulatedDS18B20.rom(seed: UInt64(chips.count) + 1)
        ) { Environment(temperatureMilliCelsius: milliCelsius) }
        chips.append(chip)
        wire.attach(chip)
        return chip
    }

    func sensor(_ chip: Int? = nil) -> DS18B20 {
        DS18B20(probe: probe(chip), clock: clock)
    }

    func probe(_ chip: Int? = nil) -> OneWireBusProbe {
        OneWireBusProbe(device: chip.map { chips[$0].code }, conversion)
    }

    func read(_ sensor: DS18B20) throws(SensorError) -> Int64 {
        try sensor.read(sleepingOn: clock)[0].milli
    }
}
