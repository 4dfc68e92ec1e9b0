import Testing

@testable import RueSensorsSimulation

@Suite struct TrimTests {
    @Test func physics_boschExample_isTheFloatingPointResult() {
        let trim = SimulatedBME280.Trim.typical
        let fine = trim.fineTemperatureQ10(raw: 519_888)
        #expect(fine >> 10 == 128_422)
        #expect(trim.temperatureMilliCelsius(raw: 519_888) == 25_082)
        // 100653.27 Pa (DS001 §3.12).
        let pressure = trim.pressureQ8(raw: 415_148, fineQ10: fine)
        #expect(abs(pressure - 25_767_237) <= 16)
        #expect(abs(trim.humidityQ16(raw: 30_000, fineQ10: fine) - 3_604_284) <= 700)
    }

    @Test func inverse_anyTruth_isFoundAgain() {
        for seed in UInt64(0)..<50 {
            let trim = SimulatedBME280.Trim.seeded(seed)
            for celsius in stride(from: Int64(-40_000), through: 85_000, by: 25_000) {
                let raw = trim.rawTemperature(milliCelsius: celsius)
                #expect((1..<((1 << 20) - 1)).contains(raw))
                #expect(abs(trim.temperatureMilliCelsius(raw: raw) - celsius) <= 1)
                let fine = trim.fineTemperatureQ10(raw: raw)
                for pascal in stride(from: Int64(30_000_000), through: 110_000_000, by: 10_000_000)
                {
                    let raw = trim.rawPressure(milliPascal: pascal, fineQ10: fine)
                    #expect((1..<((1 << 20) - 1)).contains(raw))
                    let found = trim.pressureQ8(raw: raw, fineQ10: fine) * 1000 / 256
                    #expect(abs(found - pascal) <= 300)
                }
                for percent in stride(from: Int64(2000), through: 100_000, by: 7000) {
                    let raw = trim.rawHumidity(milliPercent: percent, fineQ10: fine)
                    #expect((1..<65_535).contains(raw))
                    let found = trim.humidityQ16(raw: raw, fineQ10: fine) * 1000 / 65_536
                    #expect(abs(found - percent) <= 15)
                }
            }
        }
    }

    @Test func seeded_sameSeed_isTheSameChip() {
        #expect(SimulatedBME280.Trim.seeded(5) == .seeded(5))
        #expect(SimulatedBME280.Trim.seeded(5) != .seeded(6))
    }

    @Test func init_wrongCounts_isRefused() {
        let typical = SimulatedBME280.Trim.typical
        #expect(
            SimulatedBME280.Trim(
                temperature: typical.temperature, pressure: typical.pressure,
                humidity: typical.humidity) == typical)
        #expect(SimulatedBME280.Trim(temperature: [], pressure: [], humidity: []) == nil)
    }

    @Test func humidityBytes_negativeNumbers_areTwelveBitsEach() {
        let bytes = SimulatedBME280.Trim.negativeHumidity.humidityBytes
        // -40 is FD8, -60 is FC4.
        #expect(bytes[3...5] == [0xFD, 0x48, 0xFC])
    }
}
