import Foundation
import RueSensors
import RueTestSupport
import Testing

/// Against the same formulas in floating point, which the module itself does without.
@Suite struct HumidAirTests {
    private static func saturation(_ celsius: Double) -> Double {
        611.2 * exp(17.62 * celsius / (243.12 + celsius))
    }

    private static func dewPoint(_ celsius: Double, _ percent: Double) -> Double {
        let gamma = log(percent / 100) + 17.62 * celsius / (243.12 + celsius)
        return 243.12 * gamma / (17.62 - gamma)
    }

    private static func density(_ celsius: Double, _ percent: Double) -> Double {
        saturation(celsius) * percent / 100 / (461.52 * (celsius + 273.15)) * 1000
    }

    /// 6.112 and 23.3 hPa are in every textbook.
    @Test(arguments: [
        (Int64(0), Int64(611_200)), (20_000, 2_332_596), (-45_000, 11_171),
    ])
    func saturation_knownTemperatures_isTheKnownPressure(milli: Int64, pascal: Int64) {
        #expect(
            HumidAir.saturationVapourPressureMilliPascal(temperatureMilliCelsius: milli) == pascal)
    }

    @Test func saturation_wholeRange_isWithinOneMilliPascalAndABillionth() throws {
        for milli in stride(from: Int64(-45_000), through: 60_000, by: 7) {
            let exact = Self.saturation(Double(milli) / 1000) * 1000
            let found = try #require(
                HumidAir.saturationVapourPressureMilliPascal(temperatureMilliCelsius: milli))
            #expect(abs(Double(found) - exact) < 0.6 + 1e-8 * exact, "\(milli)")
        }
    }

    /// The table of every room: 20 °C at 50 % condenses at 9.3 °C and holds 8.6 g/m³.
    @Test func dewPointAndDensity_ofARoom_areThoseOfTheTables() {
        #expect(dewPoint(20_000, 50_000) == 9255)
        #expect(dewPoint(21_370, 45_117) == 8981)
        #expect(density(20_000, 50_000) == 8620)
        #expect(dewPoint(30_000, 100_000) == 30_000)
        #expect(density(30_000, 100_000) == 30_260)
    }

    @Test func dewPointAndDensity_wholeRange_areWithinOneThousandth() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("humid air"))
        for _ in 0..<50_000 {
            let temperature = Int64.random(in: -45_000...60_000, using: &random)
            // Half of them where the logarithm is steep.
            let wet = Bool.random(using: &random)
            let humidity = Int64.random(in: 1...(wet ? 100_000 : 2000), using: &random)
            let celsius = Double(temperature) / 1000
            let percent = Double(humidity) / 1000
            let point = try #require(dewPoint(temperature, humidity))
            let weight = try #require(density(temperature, humidity))
            #expect(
                abs(Double(point) - Self.dewPoint(celsius, percent) * 1000) < 1,
                "\(temperature) \(humidity)")
            #expect(
                abs(Double(weight) - Self.density(celsius, percent) * 1000) < 1,
                "\(temperature) \(humidity)")
            #expect(point <= temperature)
        }
    }

    @Test func dewPoint_atSaturation_isTheTemperature() {
        for milli in stride(from: Int64(-45_000), through: 60_000, by: 11) {
            #expect(dewPoint(milli, 100_000) == milli)
        }
    }

    /// The rule of thumb in many programs, 1 °C for every 5 %RH, is over 4 °C off in a dry room.
    @Test func dewPoint_ruleOfThumb_isWrong() throws {
        let naive: Int64 = 20_000 - (100_000 - 30_000) / 5
        #expect(abs(try #require(dewPoint(20_000, 30_000)) - naive) > 4000)
    }

    @Test(arguments: [
        (Int64(-45_001), Int64(50_000)), (60_001, 50_000), (20_000, -1), (20_000, 100_001),
        (.min, 50_000), (.max, 50_000), (20_000, .min), (20_000, .max),
    ])
    func everything_outsideTheRanges_isNil(temperature: Int64, humidity: Int64) {
        #expect(dewPoint(temperature, humidity) == nil)
        #expect(density(temperature, humidity) == nil)
    }

    @Test func dryAir_hasNoDewPointAndNoVapour() {
        #expect(dewPoint(20_000, 0) == nil)
        #expect(density(20_000, 0) == 0)
        #expect(
            HumidAir.saturationVapourPressureMilliPascal(temperatureMilliCelsius: 60_001) == nil)
    }

    private func dewPoint(_ temperature: Int64, _ humidity: Int64) -> Int64? {
        HumidAir.dewPointMilliCelsius(
            temperatureMilliCelsius: temperature, relativeHumidityMilliPercent: humidity)
    }

    private func density(_ temperature: Int64, _ humidity: Int64) -> Int64? {
        HumidAir.absoluteHumidityMilligramsPerCubicMetre(
            temperatureMilliCelsius: temperature, relativeHumidityMilliPercent: humidity)
    }
}
