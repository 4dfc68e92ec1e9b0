import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// decode(encode(x)) = x, through waveform, queue and driver, for random truths.
@Suite struct DHT22PropertyTests {
    @Test(arguments: SimulatedDHT22.Profile.allCases)
    func decode_ofEncodedTruth_isTheTruth(profile: SimulatedDHT22.Profile) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("DHT22 decode(encode)"))
        let isDHT11 = profile == .dht11 || profile == .dht11WithTenths
        let range: ClosedRange<Int64> =
            switch profile {
            case .dht22, .twosComplementClone: -400...800
            case .dht11: 0...50
            case .dht11WithTenths: -200...600
            }
        let unit: Int64 = profile == .dht11 ? 1000 : 100
        for _ in 0..<1000 {
            let temperature = Int64.random(in: range, using: &random) * unit
            let humidity = Int64.random(in: 0...100_000 / unit, using: &random) * unit
            let clock = VirtualClock()
            let device = SimulatedDHT22(
                clock: clock, seed: UInt64.random(in: .min ... .max, using: &random),
                profile: profile, queue: Bool.random(using: &random) ? .libgpiod1 : .libgpiod2
            ) {
                Environment(
                    temperatureMilliCelsius: temperature, relativeHumidityMilliPercent: humidity)
            }
            let edges = try device.capture(
                holdingLow: 20_000, maximumEdges: 64, windowMicroseconds: 8000)
            let readings = try DHTFrame(fallingEdges: edges).readings(
                from: isDHT11 ? .dht11 : .dht22)
            #expect(readings.map(\.milli) == [temperature, humidity])
        }
    }
}
