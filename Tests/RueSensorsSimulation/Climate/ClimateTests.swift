import Testing

@testable import RueSensorsSimulation

@Suite struct ClimateTests {
    private static let start: Int64 = 1_790_000_000_000

    /// Every place of the house.
    static let places = Room.allCases.flatMap { room in room.places.map { (room, $0) } }

    private static let known: [(Room, Place, Int64, [Int64])] = [
        (.kitchen, .air, 0, [20_224, 39_230, 100_748_129]),
        (.kitchen, .air, 1_790_000_000_000, [21_104, 45_416, 101_542_296]),
        (.outdoors, .air, 1_790_000_000_000, [15_461, 48_281, 101_543_349]),
        (.outdoors, .soil, 1_790_000_000_000, [11_376, 98_363, 101_541_586]),
        (.cellar, .air, -1, [11_423, 65_501, 100_789_640]),
        (.cellar, .floor, 1_790_000_000_000, [13_707, 73_171, 101_584_477]),
        (.attic, .air, 1_782_043_200_000, [34_000, 32_520, 101_018_604]),
        (.bathroom, .air, 1_767_247_500_000, [23_254, 73_427, 100_142_236]),
        (.bedroom, .air, 1_767_247_500_000, [17_796, 58_965, 100_141_854]),
        (.livingRoom, .air, 1_767_247_500_000, [20_784, 48_816, 100_175_838]),
        (.freezer, .air, 1_790_000_000_000, [-18_976, 75_041, 101_542_534]),
        (.freezer, .inside, 1_790_000_000_000, [-18_786, 75_021, 101_542_526]),
    ]

    /// These numbers must be the same in every build, on every machine.
    @Test(arguments: known)
    func truth_ofASeed_isTheSameEverywhere(
        room: Room, place: Place, moment: Int64, expected: [Int64]
    ) {
        let truth = House(seed: 42).climate(in: room, place: place).truth(at: moment)
        #expect(
            [
                truth.temperatureMilliCelsius, truth.relativeHumidityMilliPercent,
                truth.pressureMilliPascal,
            ] == expected)
    }

    @Test func truth_inAnyOrder_isTheSame() {
        for (room, place) in Self.places {
            let moments = (Int64(0)..<100).map { Self.start + $0 * 7_919_000 }
            let climate = House(seed: 9).climate(in: room, place: place)
            let forwards = moments.map { climate.truth(at: $0) }
            let backwards = moments.reversed().map {
                House(seed: 9).climate(in: room, place: place).truth(at: $0)
            }
            #expect(forwards == backwards.reversed(), "\(room) \(place)")
        }
    }

    /// What the sensors of the house can report: a DHT22 −40…80 °C, a BME280 300…1100 hPa.
    @Test(arguments: places)
    func truth_overTenYears_isWhatASensorCanMeasure(room: Room, place: Place) {
        let climate = House(seed: 7).climate(in: room, place: place)
        let temperatures: ClosedRange<Int64> =
            switch room {
            case .freezer: -30_000 ... -10_000
            case .outdoors: -25_000...42_000
            case .attic: -15_000...52_000
            case .cellar: 5000...20_000
            case .bedroom: 8000...36_000
            case .kitchen, .livingRoom, .bathroom: 12_000...38_000
            }
        for index in Int64(0)..<8000 {
            let truth = climate.truth(at: Self.start + index * (11 * Span.hour + 41_000))
            #expect(temperatures.contains(truth.temperatureMilliCelsius))
            #expect((10_000...100_000).contains(truth.relativeHumidityMilliPercent))
            #expect((94_000_000...106_000_000).contains(truth.pressureMilliPascal))
        }
    }

    /// The years 1 and 9999: nothing overflows, and it is still a house.
    @Test(arguments: places)
    func truth_inFarYears_isThatOfAHouse(room: Room, place: Place) {
        let climate = House(seed: .max).climate(in: room, place: place)
        for moment in [Int64(-62_135_596_800_000), 253_402_300_799_000] {
            for hour in Int64(-200)...0 {
                let truth = climate.truth(at: moment + hour * Span.hour)
                #expect((-35_000...55_000).contains(truth.temperatureMilliCelsius))
            }
        }
    }

    /// In m°C a second, noise included: a freezer's door and a shower are the fastest.
    @Test(arguments: places)
    func truth_fromOneSecondToTheNext_hardlyChanges(room: Room, place: Place) {
        let climate = House(seed: 7).climate(in: room, place: place)
        let most: Int64 = room == .freezer ? 300 : 50
        for index in Int64(0)..<8000 {
            // Every hour, among them the borders of all days and slots, and any second.
            for moment in [
                1_787_788_800_000 + index * Span.hour, Self.start + index * 3_571_000,
            ] {
                let before = climate.truth(at: moment - 1000)
                let truth = climate.truth(at: moment)
                let step = truth.temperatureMilliCelsius - before.temperatureMilliCelsius
                #expect(abs(step) < most, "at \(moment)")
                let humidity =
                    truth.relativeHumidityMilliPercent - before.relativeHumidityMilliPercent
                #expect(abs(humidity) < 400, "at \(moment)")
                let pressure = truth.pressureMilliPascal - before.pressureMilliPascal
                #expect(abs(pressure) < 3500, "at \(moment)")
            }
        }
    }

    /// Smooth enough for a sparkline: the noise of a BME280 is a hundredth of a degree.
    @Test func noise_ofASecond_isThatOfASensor() {
        let climate = House(seed: 7).climate(in: .cellar)
        let values = (Int64(0)..<500).map {
            climate.truth(at: Self.start + $0 * 1000).temperatureMilliCelsius
        }
        let steps = zip(values, values.dropFirst()).map { abs($1 - $0) }
        #expect(steps.reduce(0, +) / 500 < 12)
        #expect(steps.contains { $0 > 3 })
    }

    @Test func climate_otherSeedRoomOrPlace_isAnother() {
        let kitchen = House(seed: 1).climate(in: .kitchen).truth(at: Self.start)
        #expect(House(seed: 2).climate(in: .kitchen).truth(at: Self.start) != kitchen)
        #expect(House(seed: 1).climate(in: .bathroom).truth(at: Self.start) != kitchen)
        let cellar = House(seed: 1).climate(in: .cellar).truth(at: Self.start)
        #expect(House(seed: 1).climate(in: .cellar, place: .floor).truth(at: Self.start) != cellar)
    }

    @Test func place_thatARoomLacks_isItsAir() {
        let kitchen = House(seed: 1).climate(in: .kitchen, place: .soil)
        #expect(kitchen.place == .air)
        #expect(
            kitchen.truth(at: Self.start)
                == House(seed: 1).climate(in: .kitchen).truth(at: Self.start))
    }

    /// The weather's pressure is one for the house; a metre higher it is 12 Pa less.
    @Test func pressure_ofTwoRooms_differsByTheirHeight() {
        let house = House(seed: 11)
        for hour in Int64(0)..<500 {
            let moment = Self.start + hour * Span.hour
            let cellar = house.climate(in: .cellar).truth(at: moment).pressureMilliPascal
            let attic = house.climate(in: .attic).truth(at: moment).pressureMilliPascal
            #expect((107_000...113_000).contains(cellar - attic))
        }
    }

    @Test(arguments: Room.allCases)
    func room_byItsName_isFound(room: Room) {
        #expect(Room(name: room.description) == room)
        #expect(Room(name: "garage") == nil)
        #expect(room.places.first == .air)
    }

    @Test(arguments: Place.allCases)
    func place_byItsName_isFound(place: Place) {
        #expect(Place(name: place.description) == place)
        #expect(Place(name: "ceiling") == nil)
    }
}
