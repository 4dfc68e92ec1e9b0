import RueSensors
import RueSensorsSimulation

/// Aosong AM2302 manual §3: ±0.5 °C, ±2 %RH; DHT11: ±2 °C, ±5 %RH.
extension DriverCase {
    static let dht22 = dht("DHT22", .dht22)
    static let dht22Clone = dht("DHT22 clone", .twosComplementClone)
    static let dht11 = DriverCase(
        testDescription: "DHT11",
        ranges: [.temperature: 0...50_000, .relativeHumidity: 20_000...90_000],
        tolerances: [.temperature: 500, .relativeHumidity: 500],
        accuracies: [.temperature: 2000, .relativeHumidity: 5000], readingsUntilSettled: 2
    ) { rig(.dht11, DHT22.Configuration(model: .dht11)) }

    private static func dht(_ name: String, _ profile: SimulatedDHT22.Profile) -> DriverCase {
        DriverCase(
            testDescription: name,
            ranges: [.temperature: -40_000...80_000, .relativeHumidity: 0...100_000],
            tolerances: [.temperature: 50, .relativeHumidity: 50],
            accuracies: [.temperature: 500, .relativeHumidity: 2000], readingsUntilSettled: 2
        ) { rig(profile, DHT22.Configuration()) }
    }

    private static func rig(
        _ profile: SimulatedDHT22.Profile, _ configuration: DHT22.Configuration
    ) -> DriverRig {
        DriverRig { rig in
            let device = SimulatedDHT22(
                clock: rig.clock, seed: 7, profile: profile, environment: rig.environment)
            return DHT22(
                line: FaultyLine(device, rig.plan), clock: rig.clock, configuration: configuration)
        }
    }
}
