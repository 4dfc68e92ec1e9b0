import RueSensors
import RueSensorsSimulation
import Testing

/// The DS18B20 driver over a wire, directly and through a bridge.
@Suite struct OneWireBusProbeTests {
    typealias Path = OneWireRig.Path

    @Test(arguments: Path.allCases, DS18B20.Resolution.allCases)
    func sweep_everyResolution_isTheTruthToHalfAStep(
        path: Path, resolution: DS18B20.Resolution
    ) throws {
        let rig = OneWireRig(path)
        let sensor = rig.sensor()
        rig.chips[0].writeScratchpad(
            alarmHigh: 7, alarmLow: 8, configurationRegister: resolution.configurationRegister)
        let halfStep = Int64(250) >> Int64(resolution.rawValue) + 1
        for milli in stride(from: Int64(-55_000), through: 125_000, by: 3331) {
            rig.chips[0].environment = { Environment(temperatureMilliCelsius: milli) }
            #expect(abs(try rig.read(sensor) - milli) <= halfStep, "\(milli)")
        }
        #expect((sensor.scratchpad?.alarmHigh, sensor.scratchpad?.alarmLow) == (7, 8))
        #expect(rig.chips[0].copyCount == 0)
    }

    @Test(arguments: zip(DS18B20.Resolution.allCases, [93_750, 187_500, 375_000, 750_000]))
    func start_afterAReading_waitsForItsResolution(
        resolution: DS18B20.Resolution, microseconds: UInt64
    ) throws {
        let rig = OneWireRig(.bridge)
        let sensor = rig.sensor(0)
        rig.chips[0].writeScratchpad(
            alarmHigh: 0, alarmLow: 0, configurationRegister: resolution.configurationRegister)
        #expect(try sensor.start() == 750_000)
        rig.clock.advance(milliseconds: 750)
        _ = try sensor.collect()
        #expect(try sensor.start() == microseconds)
        rig.clock.advance(microseconds: microseconds)
        guard case .readings = try sensor.collect() else {
            Issue.record("pending")
            return
        }
    }

    @Test(arguments: Path.allCases)
    func start_unnamedSensor_findsTheOnlyOne(path: Path) throws {
        let rig = OneWireRig(path)
        let sensor = rig.sensor()
        #expect(sensor.rom == nil)
        #expect(try rig.read(sensor) == 21_375)
        #expect(sensor.rom == rig.chips[0].code)
        // Replaced by another: an error, and then found.
        rig.wire.detach(rig.chips[0])
        rig.add(5_000)
        #expect(throws: SensorError.noAnswer) { try rig.read(sensor) }
        #expect(try rig.read(sensor) == 5_000)
        #expect(sensor.rom == rig.chips[1].code)
    }

    @Test func start_unnamedAmongSeveral_isAnErrorThatNamesThem() throws {
        let rig = OneWireRig(.bridge, milliCelsius: [1000, 2000])
        let found = try rig.bus.search().map(\.description)
        #expect(throws: SensorError.bus(.severalDevices(found: found))) {
            try rig.sensor().start()
        }
        #expect(throws: SensorError.bus(.noSuchDevice(name: "a DS18B20 (28-...)", found: []))) {
            try OneWireRig(.bridge, milliCelsius: []).sensor().start()
        }
    }

    // MARK: Absence and faults of the chip

    @Test(arguments: Path.allCases)
    func read_brokenWireOrChip_isThatErrorAndThenRecovers(path: Path) throws {
        let rig = OneWireRig(path)
        let sensor = rig.sensor(0)
        let chip = rig.chips[0]
        let broken: [(() -> Void, SensorError)] = [
            ({ chip.faults.isSilent = true }, .bus(.noPresence)),
            ({ chip.faults.losesPower = true }, .powerOnValue(milli: 85_000)),
            ({ chip.faults.readsZeros = true }, .shortedBus),
            ({ chip.faults.readsOnes = true }, .noAnswer),
            ({ chip.faults.neverEnds = true }, .bus(.timedOut)),
            ({ rig.wire.line = .heldLow }, .bus(.lineHeldLow)),
            ({ rig.wire.line = .heldHigh }, .bus(.noPresence)),
        ]
        for (damage, error) in broken {
            damage()
            #expect(throws: error) { try rig.read(sensor) }
            #expect(throws: error) { try rig.read(sensor) }
            chip.faults = SimulatedDS18B20.Faults()
            rig.wire.line = .free
            #expect(try rig.read(sensor) == 21_375, "\(error)")
        }
    }

    @Test(arguments: Path.allCases)
    func read_unpluggedDuringAConversion_isAnErrorUntilItIsBack(path: Path) throws {
        let rig = OneWireRig(path, milliCelsius: [21_375, 4_000])
        let sensor = rig.sensor(0)
        _ = try sensor.start()
        rig.wire.detach(rig.chips[0])
        rig.clock.advance(milliseconds: 750)
        #expect(throws: SensorError.noAnswer) { try sensor.collect() }
        #expect(throws: SensorError.noAnswer) { try rig.read(sensor) }
        rig.wire.attach(rig.chips[0])
        // Nothing else is harmed, nor was it before.
        #expect(try rig.read(rig.sensor(1)) == 4_000)
        #expect(try rig.read(sensor) == 21_375)
    }

    /// The trap of a shared conversion: a chip that comes too late for it has 85 °C.
    @Test func read_pluggedInDuringAnothersConversion_isNoTemperature() throws {
        let rig = OneWireRig(.bridge)
        let first = rig.sensor(0)
        _ = try first.start()
        rig.add(3_000)
        let late = rig.sensor(1)
        _ = try late.start()
        rig.clock.advance(milliseconds: 750)
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) { try late.collect() }
        #expect(try first.collect() == .readings([Reading(.temperature, milli: 21_375)]))
        #expect(try rig.read(late) == 3_000)
    }

    /// A genuine one and clones that do not say that they convert.
    @Test(arguments: Path.allCases)
    func read_cloneThatNeverSaysBusy_getsItsFullTime(path: Path) throws {
        let rig = OneWireRig(path)
        rig.chips[0].showsBusy = false
        let sensor = rig.sensor(0)
        #expect(try rig.read(sensor) == 21_375)
        rig.chips[0].writeScratchpad(alarmHigh: 0, alarmLow: 0, configurationRegister: 0x1F)
        _ = try rig.read(sensor)
        #expect(try sensor.start() == 750_000)
    }

    // MARK: An error at every place

    private static let errors: [BusError] = [
        .timedOut, .bridgeReset,
    ]

    @Test(arguments: errors, [false, true])
    func read_errorAtAnyOperation_isThatErrorAndThenRecovers(
        error: BusError, isNamed: Bool
    ) throws {
        let count = try {
            let rig = OneWireRig(.direct)
            let sensor = rig.sensor(isNamed ? 0 : nil)
            for _ in 0..<2 { _ = try rig.read(sensor) }
            return rig.wire.operationCount
        }()
        #expect(count > 40)
        for index in 0..<count {
            let rig = OneWireRig(.direct)
            let sensor = rig.sensor(isNamed ? 0 : nil)
            rig.wire.inject(error, atOperation: index)
            var failures: [SensorError] = []
            for _ in 0..<3 {
                do throws(SensorError) {
                    #expect(try rig.read(sensor) == 21_375)
                } catch {
                    failures.append(error)
                }
            }
            #expect(failures == [.bus(error)], "operation \(index)")
            #expect(rig.clock.monotonicMicroseconds < 5_000_000)
        }
    }

    /// Noise in any one slot of three readings, in which the temperature changes each time: what
    /// was measured before would be noticed.
    @Test(arguments: [false, true])
    func read_flipInAnySlot_isAnErrorOrTheTruth(isNamed: Bool) throws {
        let truths: [Int64] = [21_375, -10_000, 4_062]
        func run(flipping slot: Int?) throws -> (errors: Int, slots: Int) {
            let rig = OneWireRig(.direct)
            if let slot { rig.wire.flip(slot: slot) }
            let sensor = rig.sensor(isNamed ? 0 : nil)
            var errors = 0
            for truth in truths {
                rig.chips[0].environment = { Environment(temperatureMilliCelsius: truth) }
                do throws(SensorError) {
                    #expect(abs(try rig.read(sensor) - truth) < 32, "slot \(slot ?? -1)")
                } catch {
                    errors += 1
                }
            }
            let slots = rig.wire.slotCount
            #expect(try rig.read(sensor) == 4_063)
            return (errors, slots)
        }
        let clean = try run(flipping: nil)
        #expect(clean.errors == 0)
        var failed = 0
        for slot in 0..<clean.slots {
            let errors = try run(flipping: slot).errors
            #expect(errors <= 1, "slot \(slot)")
            failed += errors
        }
        #expect(failed > clean.slots / 2)
    }

    /// One that does not look whether the chip heard it: the former value is a good scratchpad.
    @Test func naiveReader_commandLostInNoise_takesTheFormerValue() throws {
        func convertAndRead(_ rig: OneWireRig) throws -> Int? {
            try rig.bus.select(nil)
            try rig.bus.write([0x44])
            rig.clock.advance(milliseconds: 750)
            try rig.bus.select(nil)
            try rig.bus.write([0xBE])
            return NaiveThermometer.checksumAlone(try rig.bus.read(count: 9))
        }
        let rig = OneWireRig(.direct)
        #expect(try convertAndRead(rig) == 21_375)
        rig.chips[0].environment = { Environment(temperatureMilliCelsius: 60_000) }
        rig.wire.flip(slot: rig.wire.slotCount + 10)
        #expect(try convertAndRead(rig) == 21_375)
        rig.wire.flip(slot: rig.wire.slotCount + 26)
        #expect(try rig.read(rig.sensor(0)) == 60_000)
    }
}
