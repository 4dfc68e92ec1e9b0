import RueSensorsSimulation
import Testing

@testable import RueSensors

@Suite struct BME280MeasurementTests {
    @Test func init_byItself_sendsNothing() {
        let rig = Rig()
        #expect(rig.bus.transactionCount == 0)
        #expect(rig.sensor.chip == nil)
    }

    @Test func collect_withoutStart_isAnError() throws {
        let rig = Rig()
        #expect(throws: SensorError.notStarted) { try rig.sensor.collect() }
        _ = try rig.read()
        #expect(throws: SensorError.notStarted) { try rig.sensor.collect() }
    }

    @Test func collect_beforeItIsDue_isPendingAndThenComplete() throws {
        let rig = Rig()
        let due = try rig.sensor.start()
        rig.clock.advance(microseconds: due - 1)
        #expect(try rig.sensor.collect() == .pending(microseconds: 2000))
        rig.clock.advance(microseconds: 1)
        guard case .readings(let readings) = try rig.sensor.collect() else {
            Issue.record("still pending when due")
            return
        }
        #expect(readings.map(\.quantity) == rig.sensor.quantities)
    }

    @Test(arguments: [
        BME280.Configuration(pressure: nil), BME280.Configuration(humidity: nil),
        BME280.Configuration(pressure: nil, humidity: nil),
    ])
    func read_skippedChannels_areLeftOut(configuration: BME280.Configuration) throws {
        let rig = Rig(configuration)
        let readings = try rig.read()
        #expect(readings.map(\.quantity) == rig.sensor.quantities)
        #expect(readings.count < 3)
        #expect(readings.allSatisfy { Tolerance.allows($0, Environment()) })
    }

    /// The value of an absent channel is also the middle of the scale, which a room passes daily.
    @Test func read_rawValueThatAlsoMeansAbsent_isAValueAllTheSame() throws {
        let calibration = try Oracle.kernel.calibration
        let fine = calibration.fineTemperature(raw: 0x80000)
        let humidity = try #require(calibration.humidity).humidityQ10(raw: 0x8000, fine: fine)
        var found: Set<Quantity> = []
        for step in Int64(-20)...20 {
            let truth = Environment(
                temperatureMilliCelsius: fine * 1000 / 5120 + step,
                relativeHumidityMilliPercent: humidity * 1000 / 1024 + step)
            let rig = Rig(truth: truth)
            let readings = try rig.read()
            #expect(readings.count == 3)
            #expect(readings.allSatisfy { Tolerance.allows($0, truth) })
            let data = try rig.bus.readRegisters(at: 0x76, from: 0xF7, count: 8)
            if data[3...5] == [0x80, 0, 0] { found.insert(.temperature) }
            if data[6...7] == [0x80, 0] { found.insert(.relativeHumidity) }
        }
        #expect(found == [.temperature, .relativeHumidity])
    }

    @Test func normalMode_everyStart_readsTheLatestConversion() throws {
        let configuration = BME280.Configuration(mode: .normal(standby: .milliseconds125))
        let rig = Rig(configuration)
        let clock = rig.clock
        rig.chip.environment = {
            Environment(temperatureMilliCelsius: Int64(clock.monotonicMilliseconds))
        }
        _ = try rig.read()
        for _ in 0..<20 {
            clock.advance(milliseconds: 700)
            let now = Int64(clock.monotonicMilliseconds)
            #expect(try rig.sensor.start() == 0)
            guard case .readings(let readings) = try rig.sensor.collect() else {
                Issue.record("pending in normal mode")
                return
            }
            // As old as a pause and two conversions, at the most.
            #expect(((now - 165)...(now + 10)).contains(readings[0].milli))
        }
        #expect(rig.chip.conversionCount > 80)
    }

    @Test func normalMode_collectBeforeTheFirstConversion_isPending() throws {
        let rig = Rig(BME280.Configuration(mode: .normal(standby: .milliseconds125)))
        _ = try rig.sensor.start()
        #expect(try rig.sensor.collect() == .pending(microseconds: 2000))
        rig.clock.advance(microseconds: 9300)
        guard case .readings = try rig.sensor.collect() else {
            Issue.record("still pending when due")
            return
        }
    }

    @Test func forcedMode_betweenReadings_doesNotConvert() throws {
        let rig = Rig()
        for _ in 0..<3 {
            _ = try rig.read()
            rig.clock.advance(milliseconds: 60_000)
        }
        #expect(rig.chip.conversionCount == 3)
    }

    @Test func filter_afterAStep_approachesItSlowly() throws {
        let rig = Rig(BME280.Configuration(filter: .x4))
        #expect(try rig.read()[0].milli == 21_000)
        rig.chip.environment = { Environment(temperatureMilliCelsius: 25_000) }
        let readings = try (0..<20).map { _ in try rig.read()[0].milli }
        #expect((21_900...22_100).contains(readings[0]))
        #expect((24_970...25_010).contains(readings[19]))
        #expect(readings == readings.sorted())
    }

    @Test func start_whileAConversionRuns_stillGivesTheNewOne() throws {
        let rig = Rig(BME280.Configuration(temperature: .x16, pressure: .x16, humidity: .x16))
        _ = try rig.sensor.start()
        rig.clock.advance(microseconds: 50_000)
        rig.chip.environment = { Environment(temperatureMilliCelsius: 30_000) }
        #expect(try rig.read()[0].milli == 30_000)
    }

    @Test func stop_inNormalMode_leavesTheChipAsleep() throws {
        let rig = Rig(BME280.Configuration(mode: .normal(standby: .milliseconds125)))
        _ = try rig.read()
        try rig.sensor.stop()
        #expect(try rig.bus.readRegisters(at: 0x76, from: 0xF4, count: 1) == [0])
        let count = rig.chip.conversionCount
        rig.clock.advance(milliseconds: 10_000)
        _ = try rig.bus.readRegisters(at: 0x76, from: 0xF3, count: 1)
        #expect(rig.chip.conversionCount == count)
        #expect(try rig.read().count == 3)
    }

    /// After an error the driver knows nothing of the chip, which may be converting all the same.
    @Test func stop_afterAnErrorInNormalMode_leavesTheChipAsleep() throws {
        let configuration = BME280.Configuration(mode: .normal(standby: .milliseconds125))
        let clean = Rig(configuration)
        for _ in 0..<2 { _ = try clean.read() }
        for index in 0..<clean.bus.transactionCount {
            let rig = Rig(configuration)
            rig.bus.inject(.failure(.noAcknowledge), atTransaction: index)
            for _ in 0..<2 {
                do throws(SensorError) {
                    _ = try rig.read()
                } catch {
                    #expect(error == .bus(.noAcknowledge))
                    break
                }
            }
            try rig.sensor.stop()
            try expectAsleep(rig)
        }
    }

    @Test func stop_thatFailed_isDoneByTheNext() throws {
        let rig = Rig(BME280.Configuration(mode: .normal(standby: .milliseconds125)))
        _ = try rig.read()
        rig.bus.inject(.failure(.noAcknowledge), atTransaction: rig.bus.transactionCount)
        #expect(throws: SensorError.bus(.noAcknowledge)) { try rig.sensor.stop() }
        try rig.sensor.stop()
        try expectAsleep(rig)
        let count = rig.bus.transactionCount
        try rig.sensor.stop()
        #expect(rig.bus.transactionCount == count)
    }

    private func expectAsleep(_ rig: Rig) throws {
        let count = rig.chip.conversionCount
        rig.clock.advance(milliseconds: 10_000)
        #expect(try rig.bus.readRegisters(at: 0x76, from: 0xF4, count: 1)[0] & 3 == 0)
        // The conversion under way may end, but none begins.
        #expect(rig.chip.conversionCount <= count + 1)
    }
}
