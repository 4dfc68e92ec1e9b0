import RueSensors
import RueSensorsSimulation
import Testing

/// What drivers in the field leave out, and what comes of it on the same simulated chip: a value that
/// nobody would doubt.
@Suite struct BME280TrapTests {
    private func data(_ rig: Rig) throws -> [UInt8] {
        try rig.bus.readRegisters(at: 0x76, from: 0xF7, count: 8)
    }

    /// Without a look at the registers that a reset clears.
    @Test func naiveDecoder_afterABrownOut_readsAPlausibleRoom() throws {
        let rig = Rig()
        _ = try rig.read()
        _ = try rig.sensor.start()
        rig.chip.brownOut()
        rig.clock.advance(milliseconds: 10)
        let naive = try Naive.oneBurst(try data(rig)).map(\.milli)
        #expect(naive.count == 3)
        #expect((26_400...26_500).contains(naive[0]))
        #expect((70_000...71_000).contains(naive[1]))
        #expect((81_900_000...82_100_000).contains(naive[2]))
        #expect(throws: SensorError.configurationLost) { try rig.sensor.collect() }
    }

    /// The values are read after 2 ms, as the datasheet's start-up time has it, without a look at status
    /// bit 0. A blank calibration makes 0 °C of everything.
    @Test func naiveStart_withoutLookingAtImageUpdate_readsABlankCalibration() throws {
        let rig = Rig()
        try rig.bus.writeRegister(at: 0x76, 0xE0, 0xB6)
        rig.clock.advance(milliseconds: 2)
        let calibration = try rig.bus.readRegisters(at: 0x76, from: 0x88, count: 26)
        #expect(calibration.allSatisfy { $0 == 0 })
        for raw in [UInt32(300_000), 519_888, 700_000] {
            #expect(Naive.temperature(calibration: calibration, raw: raw) == 0)
        }
        #expect(Naive.temperature(calibration: Oracle.kernel.memory, raw: 519_888) == 25_080)
        #expect(try rig.read()[0].milli == 21_000)
    }

    /// A calibration that is read once: a bit that flips there falsifies every later value.
    @Test func naiveStart_readingTheCalibrationOnce_isDegreesOff() {
        let wrong = (0..<48).filter { bit in
            var bytes = Oracle.kernel.memory
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            return abs(Naive.temperature(calibration: bytes, raw: 519_888) - 25_080) > 1000
        }
        #expect(wrong.count > 10, "\(wrong)")
    }

    /// Pressure and temperature in two transfers: a conversion ends in between, and one is compensated
    /// with the other's.
    @Test func naiveReader_twoTransfers_mixesTwoConversions() throws {
        let rig = Rig(BME280.Configuration(mode: .normal(standby: .microseconds500)))
        _ = try rig.read()
        let pressure = try rig.bus.readRegisters(at: 0x76, from: 0xF7, count: 3)
        let truth = Environment(temperatureMilliCelsius: 31_000)
        rig.chip.environment = { truth }
        rig.clock.advance(milliseconds: 50)
        let rest = try rig.bus.readRegisters(at: 0x76, from: 0xFA, count: 5)
        let naive = try Naive.oneBurst(pressure + rest)
        #expect(naive.count == 3)
        // Half a kilopascal: forty metres of altitude.
        #expect(abs(naive[2].milli - truth.pressureMilliPascal) > 500_000)
        #expect(try rig.read().allSatisfy { Tolerance.allows($0, truth) })
    }

    /// A fixed wait of 10 ms, whatever the configuration: at sixteen samples the conversion before.
    @Test func naiveReader_withAFixedWait_readsTheFormerConversion() throws {
        let rig = Rig(BME280.Configuration(temperature: .x16, pressure: .x16, humidity: .x16))
        _ = try rig.read()
        let former = try data(rig)
        rig.chip.environment = { Environment(temperatureMilliCelsius: 31_000) }
        #expect(try rig.sensor.start() == 112_800)
        rig.clock.advance(milliseconds: 10)
        #expect(try data(rig) == former)
        #expect(try rig.sensor.collect() == .pending(microseconds: 2000))
    }

    /// `while (measuring) {}`: still there after ten thousand looks.
    @Test func naivePoll_withoutADeadline_hangs() throws {
        let rig = Rig()
        rig.chip.faults.neverReady = true
        _ = try rig.sensor.start()
        var looks = 0
        while looks < 10_000, try rig.bus.readRegisters(at: 0x76, from: 0xF3, count: 1)[0] & 8 != 0
        {
            rig.clock.advance(milliseconds: 2)
            looks += 1
        }
        #expect(looks == 10_000)
        #expect(throws: SensorError.notReady) { try rig.sensor.collect() }
    }

    /// The calibration that was read when the program started, for the chip that was plugged in since.
    @Test func naiveReader_keepingTheCalibration_isWrongForAnotherChip() throws {
        let rig = Rig()
        let naive = try (UInt64(90)..<100).map { seed in
            let other = SimulatedBME280(clock: rig.clock, trim: .seeded(seed))
            rig.bus.attach(other, at: 0x76)
            #expect(try rig.read()[0].milli == 21_000)
            return try Naive.oneBurst(try data(rig)).first?.milli ?? 0
        }
        #expect(naive.filter { abs($0 - 21_000) > 1000 }.count > 3, "\(naive)")
    }

    /// Whoever answers is a BME280: a BMP280 then reports 0 %RH, as in a kiln.
    @Test func naiveReader_withoutTheIdentity_readsTheHumidityOfABMP280() throws {
        let rig = Rig(identity: 0x58)
        #expect(try rig.read().map(\.quantity) == [.temperature, .pressure])
        let naive = try Naive.oneBurst(try data(rig))
        #expect(naive[1] == Reading(.relativeHumidity, milli: 0))
    }

    /// fivdi/bme280 #3, errno 121: a driver that knows one address only, and one that takes the
    /// number of the error for the identity.
    @Test func naiveProbe_ofOneAddress_findsNothing_orAnErrorsNumber() throws {
        let rig = Rig()
        rig.bus.detach(at: 0x76)
        rig.bus.attach(rig.chip, at: 0x77)
        #expect(throws: SensorError.bus(.noAcknowledge)) {
            try BME280.identify(bus: rig.bus, address: 0x76)
        }
        let found = BME280.addresses.filter {
            (try? BME280.identify(bus: rig.bus, address: $0)) == .bme280
        }
        #expect(found == [0x77])
        #expect(Naive.byte(ofResult: -121) == 0x87)
    }
}
