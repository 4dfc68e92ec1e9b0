import RueSensors
import RueTestSupport
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

    /// What the registers cannot hold, one number at a time.
    @Test(arguments: [
        (0, Int64(0)), (0, 65_536), (1, 32_768), (2, -32_769), (3, 0), (3, -1), (4, .max),
        (11, .min), (12, 256), (12, -1), (13, 32_768), (14, 256), (15, 2048), (16, -2049),
        (17, 128),
    ])
    func init_numberThatNoRegisterHolds_isRefused(index: Int, value: Int64) {
        let typical = SimulatedBME280.Trim.typical
        var numbers = typical.temperature + typical.pressure + typical.humidity
        #expect(Self.trim(numbers) == typical)
        numbers[index] = value
        #expect(Self.trim(numbers) == nil)
    }

    /// A trimming of any numbers that the registers can hold, in any air: nonsense perhaps, but no
    /// trap.
    @Test func conversion_anyTrimmingAndAnyAir_ends() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("BME280 trimmings"))
        let word: ClosedRange<Int64> = -32_768...32_767
        let ranges =
            [1...65_535, word, word, 1...65_535] + [ClosedRange<Int64>](repeating: word, count: 8)
            + [0...255, word, 0...255, -2048...2047, -2048...2047, -128...127]
        let airs: [Int64] = [.min, -1_000_000, 0, 1_000_000_000, .max]
        for round in 0..<500 {
            let trim = try #require(
                Self.trim(
                    ranges.map {
                        round % 2 == 0
                            ? Int64.random(in: $0, using: &random)
                            : Bool.random(using: &random) ? $0.lowerBound : $0.upperBound
                    }))
            let air = Environment(
                temperatureMilliCelsius: airs[round % 5],
                relativeHumidityMilliPercent: airs[round / 5 % 5],
                pressureMilliPascal: airs[round / 25 % 5])
            let clock = VirtualClock()
            let chip = SimulatedBME280(clock: clock, trim: trim) { air }
            _ = try chip.transfer(writing: [0xF2, 1, 0xF4, 0x25], reading: 0)
            clock.advance(milliseconds: 20)
            #expect(try chip.transfer(writing: [0xF7], reading: 8).count == 8)
            #expect(chip.conversionCount == 1)
        }
    }

    private static func trim(_ numbers: [Int64]) -> SimulatedBME280.Trim? {
        SimulatedBME280.Trim(
            temperature: [Int64](numbers[..<3]), pressure: [Int64](numbers[3..<12]),
            humidity: [Int64](numbers[12...]))
    }
}
