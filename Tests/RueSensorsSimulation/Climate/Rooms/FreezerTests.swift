import Testing

@testable import RueSensorsSimulation

@Suite struct FreezerTests {
    /// 2026-01-01 00:00 UTC.
    private static let newYear: Int64 = 1_767_225_600_000

    @Test(arguments: [Place.air, .inside])
    func freezer_overTenYears_staysFrozen(place: Place) {
        let climate = House(seed: 7).climate(in: .freezer, place: place)
        var sum: Int64 = 0
        for index in Int64(0)..<10_000 {
            let moment = Self.newYear + index * (8 * Span.hour + 47 * Span.minute)
            let temperature = climate.truth(at: moment).temperatureMilliCelsius
            #expect((-30_000 ... -10_000).contains(temperature))
            sum += temperature
        }
        #expect((-19_000 ... -17_000).contains(sum / 10_000))
    }

    /// Between two defrosts and without the door, only the compressor is seen.
    @Test func compressor_overADay_runsEvery40To60Minutes() {
        let freezer = Freezer(houseSeed: 7, roomSeed: 1)
        var tops: [Int64] = []
        for minute in Int64(0)..<(20 * 1440) {
            let at = { freezer.temperature(at: Self.newYear + (minute + $0) * Span.minute, .air) }
            let here = at(0)
            if here > at(-2) && here >= at(-1) && here > at(1) && here > at(2) && here > -17_800 {
                tops.append(minute)
            }
        }
        let spans = zip(tops, tops.dropFirst()).map { $1 - $0 }.sorted()
        #expect((45...60).contains(spans[spans.count / 2]), "\(spans[spans.count / 2])")
        #expect(spans.filter { (30...75).contains($0) }.count * 10 > spans.count * 8)
    }

    @Test func compressor_inAWarmKitchen_runsMoreOften() {
        let cycle = Cycle(seed: 1, stream: 2)
        let starts = { (period: Int64) in
            let levels = (Int64(0)..<(4 * 1440)).map { minute in
                cycle.level(at: minute * Span.minute, duty: 400) { _ in period }
            }
            return zip(levels, levels.dropFirst()).filter { $0 < 20_000 && $1 >= 20_000 }.count
        }
        #expect(starts(42 * Span.minute) > starts(60 * Span.minute) + 20)
    }

    /// A defrost is the largest thing that a drawer sees, on one night of two.
    @Test func defrost_onOneNightOfTwo_warmsTheDrawer() {
        let freezer = Freezer(houseSeed: 7, roomSeed: 1)
        let nights = (Int64(0)..<40).filter { day in
            let minutes = (Int64(0)..<360).map {
                freezer.temperature(
                    at: Self.newYear + day * Span.day + $0 * Span.minute, .drawer)
            }
            return (minutes.max() ?? 0) > -16_700
        }
        #expect((17...24).contains(nights.count), "\(nights)")
    }
}
