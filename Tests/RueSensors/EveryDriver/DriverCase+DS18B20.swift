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
}
