import Testing

@testable import RueSensorsSimulation

@Suite struct ClimateTests {
    private static let start: Int64 = 1_790_000_000_000
    private static let hour: Int64 = 3_600_000

    private static let known: [(Room, Int64, [Int64])] = [
        (.kitchen, 0, [18_426, 49_211, 101_527_946]),
        (.kitchen, start, [23_964, 40_297, 101_276_411]),
        (.outdoors, start, [20_623, 69_687, 101_276_146]),
        (.cellar, -1, [10_217, 65_160, 101_525_553]),
    ]

    /// These numbers must be the same in every build, on every machine, for ever.
    @Test(arguments: known)
    func truth_ofASeed_isTheSameForEver(room: Room, moment: Int64, expected: [Int64]) {
        let truth = House(seed: 42).climate(in: room).truth(at: moment)
        #expect(
            [
                truth.temperatureMilliCelsius, truth.relativeHumidityMilliPercent,
                truth.pressureMilliPascal,
            ] == expected)
    }

    @Test(arguments: Room.allCases)
    func truth_duringAYear_isWhatASensorCanMeasure(room: Room) {
        let climate = House(seed: 7).climate(in: room)
        for hour in 0..<(366 * 24) {
            let truth = climate.truth(at: Self.start + Int64(hour) * Self.hour)
            #expect((-30_000...45_000).contains(truth.temperatureMilliCelsius))
            #expect((5000...97_000).contains(truth.relativeHumidityMilliPercent))
            #expect((99_000_000...103_000_000).contains(truth.pressureMilliPascal))
        }
    }

    @Test func truth_fromOneSecondToTheNext_hardlyChanges() {
        let climate = House(seed: 7).climate(in: .kitchen)
        for second in 0..<5000 {
            let moment = Self.start + Int64(second) * 1000
            let truth = climate.truth(at: moment)
            let next = climate.truth(at: moment + 1000)
            let step = next.temperatureMilliCelsius - truth.temperatureMilliCelsius
            #expect(abs(step) < 80)
            #expect(climate.truth(at: moment) == truth)
        }
    }

    @Test func truth_afternoonAndSummer_areWarmer() {
        let climate = House(seed: 3).climate(in: .outdoors)
        // 2026-01-01 00:00 UTC and whole days from there.
        let newYear: Int64 = 1_767_225_600_000
        let mean = { (hour: Int64, days: ClosedRange<Int64>) -> Int64 in
            let truths = days.map { day in
                climate.truth(at: newYear + (day * 24 + hour) * Self.hour).temperatureMilliCelsius
            }
            return truths.reduce(0, +) / Int64(truths.count)
        }
        #expect(mean(15, 0...364) > mean(3, 0...364) + 5000)
        #expect(mean(12, 180...220) > mean(12, 0...40) + 10_000)
    }

    @Test func climate_otherSeedOrRoom_isAnother() {
        let kitchen = House(seed: 1).climate(in: .kitchen).truth(at: Self.start)
        #expect(House(seed: 2).climate(in: .kitchen).truth(at: Self.start) != kitchen)
        #expect(House(seed: 1).climate(in: .bathroom).truth(at: Self.start) != kitchen)
    }

    /// The weather's pressure is one for the house, but for the noise.
    @Test func pressure_ofTwoRooms_isTheSame() {
        let house = House(seed: 11)
        for hour in 0..<500 {
            let moment = Self.start + Int64(hour) * Self.hour
            let cellar = house.climate(in: .cellar).truth(at: moment).pressureMilliPascal
            let attic = house.climate(in: .attic).truth(at: moment).pressureMilliPascal
            #expect(abs(cellar - attic) <= 3000)
        }
    }

    @Test(arguments: Room.allCases)
    func room_byItsName_isFound(room: Room) {
        #expect(Room(name: room.description) == room)
        #expect(Room(name: "garage") == nil)
    }
}
