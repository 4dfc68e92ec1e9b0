import RueSensors
import RueSensorsSimulation

/// Maxim 19-7487: ±0.5 °C from −10 to 85 °C.
extension DriverCase {
    static let ds18b20 = DriverCase(
        testDescription: "DS18B20", ranges: [.temperature: -55_000...125_000],
        tolerances: [.temperature: 32], accuracies: [.temperature: 500], readingsUntilSettled: 1
    ) {
        DriverRig { rig in
            let chip = SimulatedDS18B20(clock: rig.clock, environment: rig.environment)
            return DS18B20(probe: FaultyProbe(chip, rig.plan), clock: rig.clock)
        }
    }

    /// The same chip behind a DS2482-100: each transfer with the bridge fails in turn.
    static let ds18b20BehindABridge = DriverCase(
        testDescription: "DS18B20 behind a DS2482", ranges: ds18b20.ranges,
        tolerances: ds18b20.tolerances, accuracies: ds18b20.accuracies, readingsUntilSettled: 1
    ) {
        DriverRig { rig in
            let wire = SimulatedOneWireBus(clock: rig.clock)
            wire.attach(SimulatedDS18B20(clock: rig.clock, environment: rig.environment))
            let i2c = SimulatedI2CBus()
            i2c.attach(SimulatedDS2482(clock: rig.clock, line: wire), at: 0x18)
            let bridge = DS2482(bus: FaultyI2CBus(i2c, rig.plan), clock: rig.clock)
            let conversion = SharedConversion(bus: bridge, clock: rig.clock)
            return DS18B20(probe: OneWireBusProbe(device: nil, conversion), clock: rig.clock)
        }
    }

    /// The same chip on a line that the program drives itself: each use of the bus fails in turn.
    static let ds18b20OnALine = DriverCase(
        testDescription: "DS18B20 on a line", ranges: ds18b20.ranges,
        tolerances: ds18b20.tolerances, accuracies: ds18b20.accuracies, readingsUntilSettled: 1
    ) {
        DriverRig { rig in
            let wire = SimulatedOneWireBus(clock: rig.clock)
            let chip = SimulatedDS18B20(clock: rig.clock, environment: rig.environment)
            wire.attach(chip)
            let line = SimulatedOneWireLine(wire: wire, clock: rig.clock)
            let bus = FaultyOneWireBus(BitBangedOneWireBus(line: line), rig.plan)
            let conversion = SharedConversion(bus: bus, clock: rig.clock)
            return DS18B20(probe: OneWireBusProbe(device: chip.code, conversion), clock: rig.clock)
        }
    }
}
