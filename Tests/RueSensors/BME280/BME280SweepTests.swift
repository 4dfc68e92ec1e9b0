import RueSensors
import RueSensorsSimulation
import Testing

/// Set the truth, read it back, compare.
@Suite struct BME280SweepTests {
    @Test(arguments: [
        SimulatedBME280.Trim.typical, .seeded(1), .seeded(2), .seeded(3), .seeded(0xFFFF_FFFF),
    ])
    func read_wholeRange_isTheTruth(trim: SimulatedBME280.Trim) throws {
        let rig = Rig(trim: trim)
        for temperature in stride(from: Int64(-39_900), through: 84_900, by: 4160) {
            for humidity in stride(from: Int64(1000), through: 99_000, by: 14_000) {
                for pressure in stride(
                    from: Int64(30_100_000), through: 109_900_000, by: 19_950_000)
                {
                    try check(rig, temperature, humidity, pressure)
                }
            }
        }
    }

    @Test func read_negativeHumidityTrim_isTheTruth() throws {
        let rig = Rig(trim: .negativeHumidity)
        for humidity in stride(from: Int64(15_000), through: 95_000, by: 1000) {
            try check(rig, 21_000, humidity, 101_325_000)
        }
    }

    @Test func read_highestOversampling_isWithinOneStep() throws {
        let rig = Rig(BME280.Configuration(temperature: .x16, pressure: .x16, humidity: .x16))
        for step in 0..<200 {
            let truth = Environment(
                temperatureMilliCelsius: -10_000 + Int64(step) * 230,
                pressureMilliPascal: 95_000_000 + Int64(step) * 50_017)
            rig.chip.environment = { truth }
            let readings = try rig.read()
            #expect(abs(readings[0].milli - truth.temperatureMilliCelsius) <= 10)
            #expect(abs(readings[2].milli - truth.pressureMilliPascal) <= 700)
        }
    }

    @Test(arguments: [Int64(0), 100_000])
    func read_endsOfTheHumidityScale_areReached(humidity: Int64) throws {
        let rig = Rig(truth: Environment(relativeHumidityMilliPercent: humidity))
        #expect(abs(try rig.read()[1].milli - humidity) <= 60)
    }

    /// A year in a house, on the virtual clock: the driver never loses the weather.
    @Test(arguments: [Room.kitchen, .outdoors])
    func read_everyHourOfAYear_isTheTruth(room: Room) throws {
        let clock = VirtualClock(utcMilliseconds: 1_767_225_600_000)
        let climate = House(seed: 20).climate(in: room)
        let chip = SimulatedBME280(clock: clock, trim: .seeded(20)) {
            climate.truth(at: clock.utcMilliseconds)
        }
        let bus = SimulatedI2CBus()
        bus.attach(chip, at: 0x77)
        let sensor = BME280(bus: bus, address: 0x77, clock: clock)
        for _ in 0..<(365 * 24) {
            clock.advance(milliseconds: 3_600_000)
            let due = try sensor.start()
            let truth = climate.truth(at: clock.utcMilliseconds)
            clock.advance(microseconds: due)
            guard case .readings(let readings) = try sensor.collect() else {
                Issue.record("pending when due")
                return
            }
            #expect(readings.count == 3)
            #expect(
                readings.allSatisfy { Tolerance.allows($0, truth) }, "at \(clock.utcMilliseconds)")
        }
    }

    private func check(
        _ rig: Rig, _ temperature: Int64, _ humidity: Int64, _ pressure: Int64
    ) throws {
        let truth = Environment(
            temperatureMilliCelsius: temperature, relativeHumidityMilliPercent: humidity,
            pressureMilliPascal: pressure)
        rig.chip.environment = { truth }
        for reading in try rig.read() {
            #expect(Tolerance.allows(reading, truth), "\(reading) instead of \(truth)")
        }
    }
}
