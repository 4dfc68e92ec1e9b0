import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct BME280FaultTests {
    private static let errors: [BusError] = [
        .noAcknowledge, .arbitrationLost, .timedOut, .busy,
        .shortTransfer(expected: 1, actual: 0), .os(errno: 5),
    ]
    private static let configurations = [
        BME280.Configuration(),
        BME280.Configuration(filter: .x4, mode: .normal(standby: .milliseconds125)),
    ]

    /// Three readings, the fault at every place in turn: a typed error or the truth, never
    /// anything else, and the reading after it is right again.
    @Test(arguments: errors, configurations)
    func read_errorAtAnyTransaction_isThatErrorAndThenRecovers(
        error: BusError, configuration: BME280.Configuration
    ) throws {
        let count = try transactionsOfThreeReadings(configuration)
        #expect(count > 10)
        for index in 0..<count {
            let rig = Rig(configuration)
            rig.bus.inject(.failure(error), atTransaction: index)
            var failures: [SensorError] = []
            for _ in 0..<3 {
                do throws(SensorError) {
                    let readings = try rig.read()
                    #expect(readings.count == 3)
                    #expect(readings.allSatisfy { Tolerance.allows($0, Environment()) })
                } catch {
                    failures.append(error)
                }
            }
            #expect(failures == [.bus(error)], "transaction \(index)")
            #expect(try rig.read().allSatisfy { Tolerance.allows($0, Environment()) })
        }
    }

    @Test(arguments: [I2CFault.readsOnes, .readsZeros, .shortTransfer(missing: 1)])
    func read_stuckDataAtAnyTransaction_isAnErrorOrTheTruth(fault: I2CFault) throws {
        let count = try transactionsOfThreeReadings(BME280.Configuration())
        var told = 0
        for index in 0..<count {
            let failures = try failures(of: fault, atTransaction: index, BME280.Configuration())
            #expect(failures.count <= 1, "\(index): \(failures)")
            told += failures.count
        }
        // Of what is only written nothing can be falsified.
        #expect(told > count / 2)
    }

    /// I²C has no checksum: every bit that goes over the wire in three readings arrives wrong once.
    @Test(arguments: [BME280.Configuration(), .init(mode: .normal(standby: .microseconds500))])
    func read_bitFlipAtAnyTransaction_isAnErrorOrTheTruth(
        configuration: BME280.Configuration
    ) throws {
        var told = 0
        var flips = 0
        for (index, size) in try sizes(configuration).enumerated() {
            for bit in 0..<8 * size.read {
                told += try failures(
                    of: .bitFlip(byte: bit / 8, bit: bit % 8), atTransaction: index, configuration
                ).count
            }
            for bit in 0..<8 * size.written {
                told += try failures(
                    of: .writtenBitFlip(byte: bit / 8, bit: bit % 8), atTransaction: index,
                    configuration
                ).count
            }
            flips += 8 * (size.read + size.written)
        }
        #expect(told > flips / 2, "\(told) of \(flips)")
    }

    /// One burst, believed as it comes: more than half of its bits falsify some value by more than
    /// the sensor's resolution, and none is noticed.
    @Test func naiveReader_ofOneBurst_takesFlippedBitsForValues() throws {
        let rig = Rig()
        _ = try rig.read()
        let data = try rig.bus.readRegisters(at: 0x76, from: 0xF7, count: 8)
        let wrong = try (0..<64).filter { bit in
            var bytes = data
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let readings = try Naive.oneBurst(bytes)
            return !readings.isEmpty && !readings.allSatisfy { Tolerance.allows($0, Environment()) }
        }
        #expect(wrong.count > 30, "\(wrong)")
    }

    /// The command arrives without its mode: the chip does not convert, its status says that it is
    /// done, and the values of before look like new ones.
    @Test func naiveReader_withoutReadingBack_takesTheValuesOfBefore() throws {
        let rig = Rig()
        #expect(try rig.read()[0].milli == 21_000)
        rig.chip.environment = { Environment(temperatureMilliCelsius: 30_000) }
        _ = try rig.bus.transfer(address: 0x76, writing: [0xF4, 0x25 ^ 1], reading: 0)
        rig.clock.advance(milliseconds: 10)
        #expect(try rig.bus.readRegisters(at: 0x76, from: 0xF3, count: 1) == [0])
        let data = try rig.bus.readRegisters(at: 0x76, from: 0xF7, count: 8)
        #expect(try Naive.oneBurst(data)[0].milli == 21_000)
        // The driver sends it again.
        rig.bus.inject(
            .writtenBitFlip(byte: 1, bit: 0), atTransaction: rig.bus.transactionCount + 2)
        #expect(try rig.read()[0].milli == 30_000)
    }

    /// A thread that was held up while it started a conversion finds it over: it starts another.
    @Test func start_heldUpAfterTheCommand_convertsAgain() throws {
        let rig = Rig()
        let bus = MeasuringBus(rig.bus)
        let sensor = BME280(bus: bus, address: 0x76, clock: rig.clock)
        _ = try sensor.read(sleepingOn: rig.clock)
        // Look, humidity, command, and then a long time until what was written is read back.
        bus.beforeTransfer = { [count = bus.sizes.count, clock = rig.clock] index in
            if index == count + 3 { clock.advance(milliseconds: 50) }
        }
        rig.chip.environment = { Environment(temperatureMilliCelsius: 25_000) }
        #expect(try sensor.read(sleepingOn: rig.clock)[0].milli == 25_000)
        #expect(rig.chip.conversionCount == 3)
        // Always held up: told, and not for ever.
        bus.beforeTransfer = { [clock = rig.clock] _ in clock.advance(milliseconds: 50) }
        #expect(throws: SensorError.notReady) { try sensor.start() }
        bus.beforeTransfer = nil
        #expect(try sensor.read(sleepingOn: rig.clock)[0].milli == 25_000)
    }

    /// A bit that flips in the calibration would falsify every later reading.
    @Test func read_bitFlipInTheCalibration_isNoticed() {
        for transaction in 4...7 {
            for bit in 0..<(transaction % 2 == 0 ? 192 : 56) {
                let rig = Rig()
                rig.bus.inject(
                    .bitFlip(byte: bit / 8, bit: bit % 8), atTransaction: transaction)
                #expect(throws: SensorError.unstableCalibration) { try rig.read() }
                #expect((try? rig.read())?.count == 3)
            }
        }
    }

    @Test(arguments: [UInt8(0), 0xFF])
    func read_blankMemory_isRefused(fill: UInt8) {
        let rig = Rig()
        rig.chip.faults.blankMemory = fill
        #expect(throws: SensorError.invalidCalibration) { try rig.read() }
    }

    @Test func start_calibrationThatNeverLoads_endsAfterFiveLooks() {
        let rig = Rig()
        rig.chip.faults.neverUpdates = true
        #expect(throws: SensorError.notReady) { try rig.sensor.start() }
        #expect(rig.clock.recordedSleeps == [2000, 2000, 2000, 2000, 2000])
        #expect(rig.bus.transactionCount == 7)
        rig.chip.faults.neverUpdates = false
        #expect((try? rig.read())?.count == 3)
    }

    @Test func collect_conversionThatNeverEnds_endsAtTheDeadline() throws {
        let rig = Rig()
        rig.chip.faults.neverReady = true
        let due = try rig.sensor.start()
        let start = rig.clock.monotonicMicroseconds
        #expect(throws: SensorError.notReady) {
            while case .pending(let microseconds) = try rig.sensor.collect() {
                rig.clock.advance(microseconds: microseconds)
            }
        }
        #expect(rig.clock.monotonicMicroseconds - start < 2 * due + 25_000)
        rig.chip.faults.neverReady = false
        #expect(try rig.read().count == 3)
    }

    @Test func collect_brownOutDuringAConversion_isAnError() throws {
        for configuration in Self.configurations {
            let rig = Rig(configuration)
            _ = try rig.read()
            let due = try rig.sensor.start()
            rig.chip.brownOut()
            rig.clock.advance(microseconds: due)
            #expect(throws: SensorError.configurationLost) { try rig.sensor.collect() }
            #expect(try rig.read().allSatisfy { Tolerance.allows($0, Environment()) })
        }
    }

    @Test func start_brownOutBetweenReadings_setsTheChipUpAnew() throws {
        for configuration in Self.configurations {
            let rig = Rig(configuration)
            _ = try rig.read()
            rig.chip.brownOut()
            #expect(try rig.read().allSatisfy { Tolerance.allows($0, Environment()) })
            let config = try rig.bus.readRegisters(at: 0x76, from: 0xF5, count: 1)[0]
            #expect(config >> 2 & 7 == configuration.filter.rawValue)
        }
    }

    /// Another chip has another calibration: with the old one every value would be wrong.
    @Test func start_chipReplacedBetweenReadings_usesTheNewCalibration() throws {
        let rig = Rig()
        _ = try rig.read()
        let other = SimulatedBME280(clock: rig.clock, trim: .seeded(99))
        rig.bus.attach(other, at: 0x76)
        #expect(try rig.read().allSatisfy { Tolerance.allows($0, Environment()) })
        let bmp = SimulatedBME280(clock: rig.clock, identity: 0x58, trim: .seeded(98))
        rig.bus.attach(bmp, at: 0x76)
        let readings = try rig.read()
        #expect(readings.map(\.quantity) == [.temperature, .pressure])
        #expect(readings.allSatisfy { Tolerance.allows($0, Environment()) })
    }

    @Test func collect_unpluggedDuringAConversion_isAnErrorUntilItIsBack() throws {
        let rig = Rig()
        _ = try rig.sensor.start()
        rig.bus.detach(at: 0x76)
        rig.clock.advance(microseconds: 9300)
        #expect(rig.sensor.chip == .bme280)
        #expect(throws: SensorError.bus(.noAcknowledge)) { try rig.sensor.collect() }
        // Nothing is taken for granted any more: the next start begins with the identity.
        #expect(rig.sensor.chip == nil)
        #expect(throws: SensorError.bus(.noAcknowledge)) { try rig.sensor.start() }
        rig.chip.brownOut()
        rig.bus.attach(rig.chip, at: 0x76)
        #expect(try rig.read().allSatisfy { Tolerance.allows($0, Environment()) })
    }

    @Test func start_absentChip_isFoundWhenItAppears() throws {
        let rig = Rig()
        rig.bus.detach(at: 0x76)
        #expect(throws: SensorError.bus(.noAcknowledge)) { try rig.sensor.start() }
        rig.bus.attach(rig.chip, at: 0x76)
        #expect(try rig.read().count == 3)
    }

    @Test func read_lineHeld_isAnErrorUntilItIsFree() throws {
        let rig = Rig()
        rig.bus.line = .heldLow
        #expect(throws: SensorError.bus(.timedOut)) { try rig.read() }
        rig.bus.line = .heldHigh
        #expect(throws: SensorError.bus(.noAcknowledge)) { try rig.read() }
        rig.bus.line = .free
        #expect(try rig.read().count == 3)
    }

    /// What the driver refuses to say is refused with the value, not clamped.
    @Test func collect_valueOutsideTheRange_isAnErrorThatNamesIt() throws {
        let rig = Rig()
        let values: [(Quantity, Environment, ClosedRange<Int64>)] = [
            (.temperature, Environment(temperatureMilliCelsius: 95_000), 94_900...95_100),
            (.temperature, Environment(temperatureMilliCelsius: -45_000), -45_100...(-44_900)),
            (.pressure, Environment(pressureMilliPascal: 20_000_000), 19_990_000...20_010_000),
        ]
        for (quantity, truth, range) in values {
            rig.chip.environment = { truth }
            let error = #expect(throws: SensorError.self) { try rig.read() }
            guard case .outOfRange(quantity, let milli)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(range.contains(milli), "\(milli)")
        }
        rig.chip.environment = { Environment() }
        #expect(try rig.read().count == 3)
    }

    /// One failing sensor does not stop another on the same bus.
    @Test func read_secondChipOnTheBus_isUntouchedByTheFirstOnesFailure() throws {
        let rig = Rig()
        let other = SimulatedBME280(clock: rig.clock, trim: .seeded(5))
        rig.bus.attach(other, at: 0x77)
        let second = BME280(bus: rig.bus, address: 0x77, clock: rig.clock)
        rig.chip.faults.neverReady = true
        for _ in 0..<5 {
            #expect(throws: SensorError.notReady) { try rig.read() }
            #expect(try second.read(sleepingOn: rig.clock).count == 3)
        }
    }

    /// Three readings of a truth that changes, with one fault: each an error or the truth, and a fourth
    /// that is the truth.
    private func failures(
        of fault: I2CFault, atTransaction index: Int, _ configuration: BME280.Configuration
    ) throws -> [SensorError] {
        let rig = Rig(configuration)
        rig.bus.inject(fault, atTransaction: index)
        var failures: [SensorError] = []
        for step in Int64(0)..<4 {
            let truth = Environment(
                temperatureMilliCelsius: 21_000 + 3000 * step,
                relativeHumidityMilliPercent: 45_000 + 5000 * step,
                pressureMilliPascal: 101_325_000 - 500_000 * step)
            rig.chip.environment = { truth }
            rig.clock.advance(milliseconds: 100)
            do throws(SensorError) {
                let readings = try rig.read()
                #expect(readings.count == 3)
                #expect(
                    readings.allSatisfy { Tolerance.allows($0, truth) },
                    "\(fault) of \(index): \(readings)")
            } catch {
                failures.append(error)
                #expect(step < 3, "\(fault) of \(index): \(error)")
            }
        }
        return failures
    }

    /// How many bytes each transfer of three readings writes and reads.
    private func sizes(
        _ configuration: BME280.Configuration
    ) throws -> [(written: Int, read: Int)] {
        let rig = Rig(configuration)
        let bus = MeasuringBus(rig.bus)
        let sensor = BME280(
            bus: bus, address: 0x76, clock: rig.clock, configuration: configuration)
        for _ in 0..<3 {
            rig.clock.advance(milliseconds: 100)
            _ = try sensor.read(sleepingOn: rig.clock)
        }
        return bus.sizes
    }

    private func transactionsOfThreeReadings(_ configuration: BME280.Configuration) throws -> Int {
        let rig = Rig(configuration)
        for _ in 0..<3 { _ = try rig.read() }
        return rig.bus.transactionCount
    }
}
