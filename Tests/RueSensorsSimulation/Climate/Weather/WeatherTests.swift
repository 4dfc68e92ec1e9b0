import Testing

@testable import RueSensorsSimulation

@Suite struct WeatherTests {
    private static let newYear: Int64 = 1_767_225_600_000

    /// Where a front passes, pressure turns and the air becomes colder.
    @Test func front_asItPasses_turnsPressureAndTemperature() {
        let front = Front(moment: 0, strength: 1023)
        let trough = { front.trough(at: $0 * Span.hour) }
        #expect(trough(-20) < trough(-5) && trough(-5) < trough(0))
        #expect(trough(5) < trough(0) && trough(20) < trough(5))
        let air = { front.temperature(at: $0 * Span.hour, inertia: 50 * Span.minute) }
        #expect(air(-1) > 2000)
        #expect(air(4) < -2500)
        #expect(front.cloud(at: -Span.hour) > 900)
        #expect(front.cloud(at: 12 * Span.hour) < 100)
    }

    /// Over twelve hours, the temperature mostly falls where pressure rises.
    @Test func pressureAndTemperature_overTwelveHours_goAgainstEachOther() {
        let weather = Weather(seed: 7)
        var products: [Double] = []
        var pressures: [Double] = []
        var temperatures: [Double] = []
        for index in Int64(0)..<1400 {
            let moment = Self.newYear + index * 25 * Span.hour
            let later = moment + 12 * Span.hour
            let pressure = Double(weather.pressure(at: later) - weather.pressure(at: moment))
            let temperature = Double(
                weather.temperature(at: later) - weather.temperature(at: moment))
            products.append(pressure * temperature)
            pressures.append(pressure * pressure)
            temperatures.append(temperature * temperature)
        }
        let sum = { (values: [Double]) in values.reduce(0, +) }
        let correlation = sum(products) / (sum(pressures) * sum(temperatures)).squareRoot()
        #expect(correlation < -0.3, "\(correlation)")
    }

    @Test func cloud_whilePressureFalls_isMore() {
        let weather = Weather(seed: 7)
        var falling: [Int64] = []
        var rising: [Int64] = []
        for index in Int64(0)..<2000 {
            let moment = Self.newYear + index * 13 * Span.hour
            let change = weather.pressure(at: moment) - weather.pressure(at: moment - 8 * Span.hour)
            let cloud = weather.cloud(at: moment)
            #expect((0...1024).contains(cloud))
            if change < -300_000 { falling.append(cloud) }
            if change > 300_000 { rising.append(cloud) }
        }
        let mean = { (values: [Int64]) in values.reduce(0, +) / Int64(values.count) }
        #expect(falling.count > 100 && rising.count > 100)
        #expect(mean(falling) > mean(rising) + 200)
    }
}
