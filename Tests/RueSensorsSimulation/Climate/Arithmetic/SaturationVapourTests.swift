import Foundation
import Testing

@testable import RueSensorsSimulation

@Suite struct SaturationVapourTests {
    @Test func pressure_everyTemperature_isMagnus() {
        for milliCelsius in stride(from: Int64(-40_000), through: 85_000, by: 137) {
            let celsius = Double(milliCelsius) / 1000
            let exact = 611_200 * exp(17.62 * celsius / (243.12 + celsius))
            let value = Double(SaturationVapour.milliPascal(at: milliCelsius))
            #expect(abs(value / exact - 1) < 0.0015, "\(celsius) °C")
        }
    }

    /// 2339 Pa at 20 °C and 1228 Pa at 10 °C are in every table of steam.
    @Test func humidity_ofAirThatIsWarmed_falls() {
        let vapour = SaturationVapour.milliPascal(at: 10_000)
        #expect(SaturationVapour.relativeHumidity(of: vapour, at: 10_000) == 100_000)
        #expect(
            (52_000...53_000).contains(
                SaturationVapour.relativeHumidity(of: vapour, at: 20_000)))
        #expect(abs(SaturationVapour.milliPascal(at: 20_000) - 2_339_000) < 10_000)
    }

    @Test func pressure_beyondTheTable_isThatOfItsEnd() {
        #expect(
            SaturationVapour.milliPascal(at: .min / 2) == SaturationVapour.milliPascal(at: -40_000))
        #expect(
            SaturationVapour.milliPascal(at: .max / 2) == SaturationVapour.milliPascal(at: 85_000))
    }
}
