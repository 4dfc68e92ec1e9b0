import Testing

@testable import RueSensorsSimulation

@Suite struct OutdoorsTests {
    /// 2026-01-01 00:00 UTC.
    private static let newYear: Int64 = 1_767_225_600_000
    private static let outdoors = Outdoors(seed: 3)

    /// The mean over a few days of a temperature at each half hour of the day.
    private static func meanDay(
        _ days: Range<Int64>, of value: (Int64) -> Int64
    ) -> [Int64] {
        (Int64(0)..<48).map { half in
            let values = days.map { value(newYear + $0 * Span.day + half * 30 * Span.minute) }
            return values.reduce(0, +) / Int64(values.count)
        }
    }

    @Test func air_inTheMeanOfDays_isLowestAtSunriseAndHighestInTheAfternoon() throws {
        // Around 21 June: sunrise at 3:20 UTC, noon at 11:26.
        let june = Self.meanDay(150..<195) { Self.outdoors.air(at: $0).temperature }
        let lowest = try #require(june.firstIndex(of: june.min() ?? 0))
        let highest = try #require(june.firstIndex(of: june.max() ?? 0))
        #expect((5...9).contains(lowest), "\(lowest)")
        #expect((25...29).contains(highest), "\(highest)")
        // Around 21 December: sunrise at 7:30.
        let december = Self.meanDay(335..<375) { Self.outdoors.air(at: $0).temperature }
        let winterLowest = try #require(december.firstIndex(of: december.min() ?? 0))
        #expect((13...17).contains(winterLowest), "\(winterLowest)")
        #expect((june.max() ?? 0) > (december.max() ?? 0) + 10_000)
    }

    @Test func day_underClouds_swingsLess() {
        let moment = Self.newYear
        #expect(
            Self.outdoors.swing(at: moment, cloud: 1000) * 3
                < Self.outdoors.swing(at: moment, cloud: 100))
    }

    /// The same vapour in warmer air: from dawn to afternoon the humidity falls.
    @Test func humidity_asTheDayWarms_falls() {
        for day in Int64(150)..<240 {
            let dawn = Self.outdoors.air(at: Self.newYear + day * Span.day + 3 * Span.hour)
            let noon = Self.outdoors.air(at: Self.newYear + day * Span.day + 14 * Span.hour)
            if noon.temperature > dawn.temperature + 5000 {
                #expect(noon.relativeHumidity < dawn.relativeHumidity - 5000, "day \(day)")
            }
        }
    }

    @Test func dewPoint_always_isBelowTheTemperature() {
        for hour in Int64(0)..<8000 {
            let air = Self.outdoors.air(at: Self.newYear + hour * Span.hour)
            #expect(air.vapour < SaturationVapour.milliPascal(at: air.temperature))
        }
    }

    @Test func soil_besideTheAir_swingsLessAndLater() throws {
        let air = Self.meanDay(150..<195) { Self.outdoors.air(at: $0).temperature }
        let soil = Self.meanDay(150..<195) { Self.outdoors.soil(at: $0) }
        let swing = { (day: [Int64]) in (day.max() ?? 0) - (day.min() ?? 0) }
        #expect(swing(soil) * 2 < swing(air))
        #expect(swing(soil) > 500)
        let airPeak = try #require(air.firstIndex(of: air.max() ?? 0))
        let soilPeak = try #require(soil.firstIndex(of: soil.max() ?? 0))
        #expect((6...14).contains(soilPeak - airPeak), "\(airPeak) \(soilPeak)")
    }
}
