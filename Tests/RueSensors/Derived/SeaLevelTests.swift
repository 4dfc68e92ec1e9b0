import Foundation
import RueSensors
import RueTestSupport
import Testing

@Suite struct SeaLevelTests {
    private static func exact(_ pascal: Double, metres: Double, celsius: Double) -> Double {
        let station = celsius + 273.15
        let power = 9.80665 / (287.05287 * 0.0065)
        return pascal * pow((station + 0.0065 * metres) / station, power)
    }

    /// ISO 2533, table 1: the standard atmosphere at these altitudes comes from 1013.25 hPa.
    @Test(arguments: [
        (Int64(500), Int64(95_460_800), Int64(11_750)), (1000, 89_874_600, 8500),
        (3000, 70_108_500, -4500),
    ])
    func reduction_ofTheStandardAtmosphere_isItsSeaLevel(
        metres: Int64, pressure: Int64, temperature: Int64
    ) throws {
        let found = try #require(reduced(pressure, metres * 1000, temperature))
        #expect(abs(found - 101_325_000) < 400)
    }

    @Test func reduction_atSeaLevel_changesNothing() {
        for pressure in [Int64(30_000_000), 101_325_000, 110_000_000] {
            #expect(reduced(pressure, 0, 15_000) == pressure)
        }
    }

    @Test func reduction_wholeRange_isWithinARoundingAndAHundredMillionth() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("sea level"))
        for _ in 0..<50_000 {
            let pressure = Int64.random(in: 30_000_000...110_000_000, using: &random)
            let altitude = Int64.random(in: -500_000...9_000_000, using: &random)
            let temperature = Int64.random(in: -60_000...60_000, using: &random)
            let found = try #require(reduced(pressure, altitude, temperature))
            let exact =
                1000
                * Self.exact(
                    Double(pressure) / 1000, metres: Double(altitude) / 1000,
                    celsius: Double(temperature) / 1000)
            #expect(
                abs(Double(found) - exact) < 0.5 + 1e-8 * exact,
                "\(pressure) \(altitude) \(temperature)")
        }
    }

    /// Without the temperature, as many programs compute it, a frosty day is several hPa off.
    @Test func reduction_withStandardTemperature_isWrongOnAColdDay() throws {
        let naive = Self.exact(95_000, metres: 500, celsius: 11.75) * 1000
        let found = try #require(reduced(95_000_000, 500_000, -15_000))
        #expect(Double(found) - naive > 500_000)
    }

    @Test(arguments: [
        (Int64(29_999_999), Int64(0), Int64(0)), (110_000_001, 0, 0), (100_000_000, -500_001, 0),
        (100_000_000, 9_000_001, 0), (100_000_000, 0, -60_001), (100_000_000, 0, 60_001),
        (.max, .max, .max), (.min, .min, .min),
    ])
    func reduction_outsideTheRanges_isNil(pressure: Int64, altitude: Int64, temperature: Int64) {
        #expect(reduced(pressure, altitude, temperature) == nil)
    }

    private func reduced(_ pressure: Int64, _ altitude: Int64, _ temperature: Int64) -> Int64? {
        SeaLevel.pressureMilliPascal(
            pressureMilliPascal: pressure, altitudeMillimetres: altitude,
            temperatureMilliCelsius: temperature)
    }
}
