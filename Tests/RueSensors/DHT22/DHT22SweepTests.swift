import RueSensors
import RueSensorsSimulation
import Testing

/// Set the truth, read it back, compare: half of the last digit is lost in the sensor.
@Suite struct DHT22SweepTests {
    @Test(arguments: [SimulatedDHT22.Profile.dht22, .twosComplementClone], [1, 2, 3] as [UInt64])
    func read_wholeRange_isTheTruth(profile: SimulatedDHT22.Profile, seed: UInt64) throws {
        let rig = DHT22Rig(profile: profile, seed: seed)
        for step in 0...1200 {
            let truth = Environment(
                temperatureMilliCelsius: -40_000 + Int64(step) * 100 + Int64(step) % 7 * 7,
                relativeHumidityMilliPercent: Int64(step) * 83 % 100_001)
            try check(rig, truth, within: 50)
        }
    }

    /// Around zero, where the two encodings and −0 meet.
    @Test(arguments: [SimulatedDHT22.Profile.dht22, .twosComplementClone])
    func read_aroundZero_isTheTruth(profile: SimulatedDHT22.Profile) throws {
        let rig = DHT22Rig(profile: profile)
        for milli in Int64(-300)...300 {
            try check(rig, Environment(temperatureMilliCelsius: milli), within: 50)
        }
    }

    @Test func read_dht11_isTheTruth() throws {
        let whole = DHT22Rig(profile: .dht11)
        let tenths = DHT22Rig(profile: .dht11WithTenths)
        for milli in stride(from: Int64(-19_990), through: 60_000, by: 130) {
            let truth = Environment(
                temperatureMilliCelsius: milli,
                relativeHumidityMilliPercent: (milli + 19_990) % 100_000)
            try check(tenths, truth, within: 50)
            if (0...50_000).contains(milli) { try check(whole, truth, within: 500) }
        }
    }

    private func check(_ rig: DHT22Rig, _ truth: Environment, within milli: Int64) throws {
        rig.device.environment = { truth }
        // The frame carries what the pulse before made the sensor measure.
        _ = try rig.read()
        let readings = try rig.read()
        #expect(abs(readings[0].milli - truth.temperatureMilliCelsius) <= milli, "\(truth)")
        #expect(abs(readings[1].milli - truth.relativeHumidityMilliPercent) <= milli, "\(truth)")
        #expect(readings.allSatisfy { $0.flags.isEmpty })
    }
}
