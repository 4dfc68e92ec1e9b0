import RueSensors
import RueSensorsSimulation

extension DriverCase {
    /// A DHT22 whose supply the driver switches: of both lines each call fails in turn.
    static let dht22WithAPowerLine = DriverCase(
        testDescription: "DHT22 with a power line", ranges: dht22.ranges,
        tolerances: dht22.tolerances, accuracies: dht22.accuracies, readingsUntilSettled: 2
    ) {
        DriverRig { rig in
            let device = SimulatedDHT22(clock: rig.clock, seed: 7, environment: rig.environment)
            let power = SimulatedOutput()
            device.supply(through: power)
            return DHT22(
                line: FaultyLine(device, rig.plan), clock: rig.clock,
                power: FaultyOutput(power, rig.plan))
        }
    }
}
