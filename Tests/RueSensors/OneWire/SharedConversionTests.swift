import RueSensors
import RueSensorsSimulation
import Testing

/// Many thermometers on one bus.
@Suite struct SharedConversionTests {
    private static let truths: [Int64] = [-18_000, 4_062, 21_375, 55_000, 0]

    private func counts(_ rig: OneWireRig) -> [Int] { rig.chips.map(\.conversionCount) }

    @Test(arguments: OneWireRig.Path.allCases)
    func sensorsThatStartTogether_shareOneConversionAndOneWait(path: OneWireRig.Path) throws {
        let rig = OneWireRig(path, milliCelsius: Self.truths)
        let sensors = rig.chips.indices.map { rig.sensor($0) }
        for round in 1...3 {
            let begin = rig.clock.monotonicMicroseconds
            var due: UInt64 = 0
            for sensor in sensors { due = max(due, try sensor.start()) }
            rig.clock.advance(microseconds: due)
            for (sensor, truth) in zip(sensors, Self.truths) {
                guard case .readings(let readings) = try sensor.collect() else {
                    Issue.record("pending")
                    return
                }
                #expect(abs(readings[0].milli - truth) <= 1)
            }
            #expect(counts(rig) == [Int](repeating: round, count: 5))
            #expect(rig.clock.monotonicMicroseconds - begin < 900_000)
        }
    }

    @Test func start_duringAConversion_joinsItAndWaitsForTheRest() throws {
        let rig = OneWireRig(.bridge, milliCelsius: [1000, 2000])
        let (first, second) = (rig.sensor(0), rig.sensor(1))
        _ = try first.start()
        let resets = rig.wire.resetCount
        rig.clock.advance(milliseconds: 700)
        #expect((1...50_000).contains(try second.start()))
        #expect(rig.wire.resetCount == resets)
        rig.clock.advance(milliseconds: 50)
        #expect(try second.collect() == .readings([Reading(.temperature, milli: 2000)]))
        #expect(try first.collect() == .readings([Reading(.temperature, milli: 1000)]))
        #expect(counts(rig) == [1, 1])
    }

    /// A value is never that of a conversion that was asked for before the last one was read.
    @Test func start_afterAConversion_startsAnother() throws {
        let rig = OneWireRig(.bridge, milliCelsius: [1000, 2000])
        let (first, second) = (rig.sensor(0), rig.sensor(1))
        _ = try first.start()
        rig.clock.advance(milliseconds: 750)
        // The first is not collected yet when the second comes: both get the new one.
        rig.chips[0].environment = { Environment(temperatureMilliCelsius: 9000) }
        #expect(try second.start() == 750_000)
        #expect(try first.collect() == .pending(microseconds: 20_000))
        rig.clock.advance(milliseconds: 750)
        #expect(try first.collect() == .readings([Reading(.temperature, milli: 9000)]))
        #expect(try second.collect() == .readings([Reading(.temperature, milli: 2000)]))
        #expect(counts(rig) == [2, 2])
    }

    /// The quick one waits for the slow one: the bus cannot tell them apart.
    @Test func collect_mixedResolutions_waitsForTheSlowest() throws {
        let rig = OneWireRig(.direct, milliCelsius: [10_000, 20_000])
        rig.chips[0].writeScratchpad(alarmHigh: 0, alarmLow: 0, configurationRegister: 0x1F)
        let (quick, slow) = (rig.sensor(0), rig.sensor(1))
        _ = try rig.read(quick)
        #expect(try quick.start() == 93_750)
        _ = try slow.start()
        rig.clock.advance(microseconds: 93_750)
        #expect(try quick.collect() == .pending(microseconds: 20_000))
        rig.clock.advance(microseconds: 660_000)
        #expect(try slow.collect() == .readings([Reading(.temperature, milli: 20_000)]))
        #expect(try quick.collect() == .readings([Reading(.temperature, milli: 10_000)]))
    }

    /// One bad wire to one chip is not the others' business.
    @Test(arguments: OneWireRig.Path.allCases)
    func collect_oneSensorFails_theOthersRead(path: OneWireRig.Path) throws {
        let rig = OneWireRig(path, milliCelsius: [1000, 2000, 3000])
        let sensors = (0..<3).map { rig.sensor($0) }
        rig.chips[1].faults.readsZeros = true
        for _ in 0..<3 {
            for sensor in sensors { _ = try sensor.start() }
            rig.clock.advance(milliseconds: 760)
            #expect(try sensors[0].collect() == .readings([Reading(.temperature, milli: 1000)]))
            #expect(throws: SensorError.shortedBus) { try sensors[1].collect() }
            #expect(try sensors[2].collect() == .readings([Reading(.temperature, milli: 3000)]))
        }
    }

    /// A disturbance while one looks whether the bus is done: the others get their values.
    @Test func collect_errorWhileLooking_costsOneSample() throws {
        let rig = OneWireRig(.direct, milliCelsius: [1000, 2000])
        let (first, second) = (rig.sensor(0), rig.sensor(1))
        _ = try first.start()
        _ = try second.start()
        rig.clock.advance(milliseconds: 750)
        rig.wire.inject(.timedOut, atOperation: rig.wire.operationCount)
        #expect(throws: SensorError.bus(.timedOut)) { try first.collect() }
        #expect(try second.collect() == .readings([Reading(.temperature, milli: 2000)]))
        #expect(try rig.read(first) == 1000)
    }

    // MARK: Parasite power

    @Test(arguments: OneWireRig.Path.allCases)
    func read_parasitePower_getsAStrongPullUp(path: OneWireRig.Path) throws {
        let rig = OneWireRig(path, milliCelsius: Self.truths)
        rig.chips[2].isParasitePowered = true
        let sensors = rig.chips.indices.map { rig.sensor($0) }
        for _ in 0..<3 {
            for sensor in sensors { #expect(try sensor.start() <= 750_000) }
            rig.clock.advance(milliseconds: 300)
            // The line is left alone meanwhile.
            let slots = rig.wire.slotCount
            for sensor in sensors {
                #expect(try sensor.collect() == .pending(microseconds: 20_000))
            }
            #expect(rig.wire.slotCount == slots)
            rig.clock.advance(milliseconds: 450)
            for (sensor, truth) in zip(sensors, Self.truths) {
                guard case .readings(let readings) = try sensor.collect() else {
                    Issue.record("pending")
                    return
                }
                #expect(abs(readings[0].milli - truth) <= 1)
            }
        }
        #expect(rig.conversion.isParasitePowered == true)
        // A quick one has its full time too: it cannot say when it is done.
        rig.chips[2].writeScratchpad(alarmHigh: 0, alarmLow: 0, configurationRegister: 0x1F)
        _ = try rig.read(sensors[2])
        #expect(try sensors[2].start() == 750_000)
    }

    @Test func start_unnamedOnAParasiteBus_doesNotDisturbTheConversion() throws {
        let rig = OneWireRig(.bridge)
        rig.chips[0].isParasitePowered = true
        let (named, unnamed) = (rig.sensor(0), rig.sensor())
        _ = try named.start()
        _ = try unnamed.start()
        rig.clock.advance(milliseconds: 750)
        #expect(try named.collect() == .readings([Reading(.temperature, milli: 21_375)]))
        #expect(try unnamed.collect() == .readings([Reading(.temperature, milli: 21_375)]))
    }

    /// As many do it: to them the chip says 85 °C.
    @Test func naiveReader_parasitePowerWithoutAPullUp_reads85() throws {
        let rig = OneWireRig(.direct)
        rig.chips[0].isParasitePowered = true
        try rig.bus.select(nil)
        try rig.bus.write([0x44])
        rig.clock.advance(milliseconds: 750)
        try rig.bus.select(nil)
        try rig.bus.write([0xBE])
        let bytes = try rig.bus.read(count: 9)
        #expect(NaiveThermometer.checksumAlone(bytes) == 85_000)
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) {
            try DS18B20.Scratchpad(bytes)
        }
        #expect(try rig.read(rig.sensor(0)) == 21_375)
    }

    @Test func read_chipThatIsRewiredMeanwhile_isNoticed() throws {
        let rig = OneWireRig(.bridge)
        let sensor = rig.sensor(0)
        for isParasite in [false, true, false] {
            rig.chips[0].isParasitePowered = isParasite
            #expect(try rig.read(sensor) == 21_375)
            #expect(rig.conversion.isParasitePowered == isParasite)
        }
    }
}
