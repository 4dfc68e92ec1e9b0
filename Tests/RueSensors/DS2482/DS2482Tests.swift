import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct DS2482Tests {
    // MARK: Exact bytes

    private typealias Step = PlaybackI2CBus.Step

    private static func command(_ bytes: [UInt8], _ answers: [UInt8]) -> [Step] {
        [.transfer(0x19, bytes)] + answers.map { .transfer(0x19, [], answer: [$0]) }
    }

    private static let setUp = command([0xF0], [0x18]) + command([0xD2, 0xE1], [0x01])

    @Test func everyCommand_isAsTheDatasheetHasIt() throws {
        var steps = Self.setUp + Self.command([0xB4], [0x09, 0x0B, 0x0A])
        steps += Self.command([0xA5, 0xCC], [0x0A])
        steps += Self.command([0xD2, 0xA5], [0x05]) + Self.command([0xA5, 0x44], [0x09, 0x0A])
        steps += Self.command([0x87, 0x80], [0x2A]) + Self.command([0x87, 0x80], [0x0A])
        steps += Self.command([0x96], [0x0A]) + Self.command([0xE1, 0xE1], [0x5A])
        steps += Self.command([0x78, 0x80], [0x8A]) + Self.command([0x78, 0x00], [0xAA])
        steps += Self.command([0x78, 0x00], [0x4A])
        let i2c = PlaybackI2CBus(steps)
        let bridge = DS2482(bus: i2c, address: 0x19, clock: VirtualClock())
        #expect(try bridge.reset())
        try bridge.write(0xCC, strongPullUp: false)
        try bridge.write(0x44, strongPullUp: true)
        #expect(try bridge.readBit())
        #expect(try !bridge.readBit())
        #expect(try bridge.readByte() == 0x5A)
        #expect(
            try bridge.triplet(preferring: true)
                == OneWireTriplet(bit: false, complement: false, direction: true))
        #expect(
            try bridge.triplet(preferring: false)
                == OneWireTriplet(bit: true, complement: false, direction: true))
        #expect(
            try bridge.triplet(preferring: false)
                == OneWireTriplet(bit: false, complement: true, direction: false))
        #expect(i2c.mismatch == nil)
        #expect(i2c.isFinished)
    }

    @Test func reset_shortOrNobody_isTold() throws {
        let steps =
            Self.setUp + Self.command([0xB4], [0x06]) + Self.command([0xB4], [0x08])
        let i2c = PlaybackI2CBus(steps)
        let bridge = DS2482(bus: i2c, address: 0x19, clock: VirtualClock())
        #expect(throws: BusError.lineHeldLow) { try bridge.reset() }
        #expect(try !bridge.reset())
        #expect(i2c.isFinished)
    }

    /// Those who ask only for presence take a short for a sensor.
    @Test func naiveReset_ofAShortedLine_seesPresence() throws {
        let rig = OneWireRig(.bridge)
        rig.wire.line = .heldLow
        _ = try rig.i2c.transfer(address: 0x18, writing: [0xD2, 0xE1], reading: 0)
        _ = try rig.i2c.transfer(address: 0x18, writing: [0xB4], reading: 0)
        rig.clock.advance(milliseconds: 2)
        let status = try rig.i2c.transfer(address: 0x18, writing: [], reading: 1)[0]
        #expect(status & 0x02 != 0)
        #expect(throws: BusError.lineHeldLow) { try rig.bus.reset() }
    }

    /// Those who do not wait for the line read the byte before.
    @Test func naiveReader_notWaiting_readsTheFormerByte() throws {
        let rig = OneWireRig(.bridge)
        #expect(try rig.bus.reset())
        try rig.bus.select(nil)
        try rig.bus.write([0xBE])
        #expect(try rig.bus.read(count: 2) == [0x50, 0x05])
        _ = try rig.i2c.transfer(address: 0x18, writing: [0x96], reading: 0)
        let naive = try rig.i2c.transfer(address: 0x18, writing: [0xE1, 0xE1], reading: 1)
        #expect(naive == [0x05])
        rig.clock.advance(milliseconds: 1)
        #expect(try rig.i2c.transfer(address: 0x18, writing: [], reading: 1) == [0x4B])
    }

    /// Those who go on after the bridge lost its supply have no strong pull-up, and read 85 °C.
    @Test func naiveReader_afterABrownOut_reads85Degrees() throws {
        let rig = OneWireRig(.bridge)
        rig.chips[0].isParasitePowered = true
        #expect(try rig.read(rig.sensor(0)) == 21_375)
        rig.bridge.brownOut()
        for bytes in [[0xB4], [0xA5, 0xCC], [0xA5, 0x44]] as [[UInt8]] {
            _ = try rig.i2c.transfer(address: 0x18, writing: bytes, reading: 0)
            rig.clock.advance(milliseconds: 2)
        }
        rig.clock.advance(milliseconds: 750)
        #expect(NaiveThermometer.checksumAlone(rig.chips[0].readScratchpad()) == 85_000)
    }

    @Test(arguments: [UInt8(0x00), 0xFF, 0x08, 0x19])
    func reset_somethingElseAtTheAddress_isRefused(status: UInt8) {
        let i2c = PlaybackI2CBus(Self.command([0xF0], [status]))
        let bridge = DS2482(bus: i2c, address: 0x19, clock: VirtualClock())
        #expect(throws: BusError.unexpectedBridge(status: status)) { try bridge.reset() }
    }

    @Test func otherCommands_beforeAReset_areRefused() {
        let rig = OneWireRig(.bridge)
        #expect(throws: BusError.bridgeReset) { try rig.bus.readByte() }
        #expect(throws: BusError.bridgeReset) { try rig.bus.readBit() }
        #expect(throws: BusError.bridgeReset) { try rig.bus.write(1, strongPullUp: true) }
        #expect(throws: BusError.bridgeReset) { try rig.bus.triplet(preferring: true) }
        #expect(rig.i2c.transactionCount == 0)
    }

    // MARK: Waiting

    @Test func run_lineThatStaysBusy_endsSoonAndThenRecovers() throws {
        let rig = OneWireRig(.bridge)
        let sensor = rig.sensor(0)
        #expect(try rig.read(sensor) == 21_375)
        rig.bridge.isNeverReady = true
        let begin = (rig.clock.monotonicMicroseconds, rig.i2c.transactionCount)
        #expect(throws: SensorError.bus(.timedOut)) { try rig.read(sensor) }
        #expect(rig.clock.monotonicMicroseconds - begin.0 < 15_000)
        #expect(rig.i2c.transactionCount - begin.1 < 60)
        rig.bridge.isNeverReady = false
        #expect(try rig.read(sensor) == 21_375)
    }

    /// What a reading costs: no call sleeps longer than a few milliseconds.
    @Test func read_sleepsOnlyForTheWire() throws {
        let rig = OneWireRig(.bridge)
        let sensor = rig.sensor(0)
        _ = try rig.read(sensor)
        rig.clock.recordsSleeps = true
        let begin = rig.clock.monotonicMicroseconds
        let due = try sensor.start()
        #expect(rig.clock.monotonicMicroseconds - begin < 10_000)
        rig.clock.advance(microseconds: due)
        let collecting = rig.clock.monotonicMicroseconds
        _ = try sensor.collect()
        #expect(rig.clock.monotonicMicroseconds - collecting < 15_000)
        #expect(rig.clock.recordedSleeps.allSatisfy { $0 <= 1250 })
    }

    // MARK: An error at every place

    private static let errors: [BusError] = [
        .noAcknowledge, .shortTransfer(expected: 1, actual: 0),
    ]

    private func transactions(isNamed: Bool) throws -> Int {
        let rig = OneWireRig(.bridge)
        let sensor = rig.sensor(isNamed ? 0 : nil)
        for _ in 0..<2 { _ = try rig.read(sensor) }
        return rig.i2c.transactionCount
    }

    @Test(arguments: errors, [true, false])
    func read_errorAtAnyTransaction_isThatErrorAndThenRecovers(
        error: BusError, isNamed: Bool
    ) throws {
        let count = try transactions(isNamed: isNamed)
        #expect(count > 150)
        for index in 0..<count {
            let rig = OneWireRig(.bridge)
            let sensor = rig.sensor(isNamed ? 0 : nil)
            rig.i2c.inject(.failure(error), atTransaction: index)
            var failures: [SensorError] = []
            for _ in 0..<3 {
                do throws(SensorError) {
                    #expect(try rig.read(sensor) == 21_375)
                } catch {
                    failures.append(error)
                }
            }
            #expect(failures == [.bus(error)], "transaction \(index)")
        }
    }

    /// Whatever is read wrong once: an error or the truth, and the truth again after it. The
    /// temperature changes, so that an old value would show.
    @Test(arguments: [
        I2CFault.readsOnes, .readsZeros, .shortTransfer(missing: 1), .bitFlip(byte: 0, bit: 0),
        .bitFlip(byte: 0, bit: 1), .bitFlip(byte: 0, bit: 2), .bitFlip(byte: 0, bit: 3),
        .bitFlip(byte: 0, bit: 4), .bitFlip(byte: 0, bit: 5), .bitFlip(byte: 0, bit: 6),
        .bitFlip(byte: 0, bit: 7),
    ])
    func read_wrongByteAtAnyTransaction_isAnErrorOrTheTruth(fault: I2CFault) throws {
        let truths: [Int64] = [21_375, -10_000, 4_062]
        for isParasite in [false, true] {
            for index in 0..<(try transactions(isNamed: true)) {
                let rig = OneWireRig(.bridge)
                rig.chips[0].isParasitePowered = isParasite
                let sensor = rig.sensor(0)
                rig.i2c.inject(fault, atTransaction: index)
                var errors = 0
                for truth in truths {
                    rig.chips[0].environment = { Environment(temperatureMilliCelsius: truth) }
                    guard let milli = try? rig.read(sensor) else {
                        errors += 1
                        continue
                    }
                    #expect(abs(milli - truth) < 32, "transaction \(index)")
                }
                #expect(errors <= 1, "transaction \(index)")
                #expect(try rig.read(sensor) == 4_063, "transaction \(index)")
            }
        }
    }

    /// The bridge loses its supply for a moment, before any one transfer.
    @Test(arguments: [false, true])
    func read_brownOutAtAnyTransaction_isAnErrorOrTheTruth(isParasite: Bool) throws {
        for index in 0..<(try transactions(isNamed: true)) {
            let rig = OneWireRig(.bridge)
            rig.chips[0].isParasitePowered = isParasite
            let i2c = InterruptedI2CBus(rig.i2c)
            let conversion = SharedConversion(
                bus: DS2482(bus: i2c, clock: rig.clock), clock: rig.clock)
            let sensor = DS18B20(
                probe: OneWireBusProbe(device: rig.chips[0].code, conversion), clock: rig.clock)
            i2c.interruption = (index, { rig.bridge.brownOut() })
            var errors = 0
            for _ in 0..<3 {
                do throws(SensorError) {
                    #expect(try rig.read(sensor) == 21_375)
                } catch {
                    errors += 1
                }
            }
            #expect(errors <= 1, "transaction \(index)")
            #expect(try rig.read(sensor) == 21_375)
        }
    }

    /// Between two readings it costs nothing: the flag is seen, and the bridge configured anew.
    @Test func read_brownOutBetweenReadings_isMadeGood() throws {
        let rig = OneWireRig(.bridge)
        rig.chips[0].isParasitePowered = true
        let sensor = rig.sensor(0)
        for _ in 0..<3 {
            #expect(try rig.read(sensor) == 21_375)
            rig.bridge.brownOut()
        }
        #expect(rig.bridge.unconfiguredResetCount == 2)
    }

    // MARK: Sharing

    /// Two bridges and a BME280 on one I2C bus, each chip's trouble its own.
    @Test func severalDriversOnOneBus_doNotDisturbEachOther() throws {
        let rig = OneWireRig(.bridge)
        let otherWire = SimulatedOneWireBus(clock: rig.clock)
        let otherChip = SimulatedDS18B20(clock: rig.clock) {
            Environment(temperatureMilliCelsius: -7_000)
        }
        otherWire.attach(otherChip)
        rig.i2c.attach(SimulatedDS2482(clock: rig.clock, line: otherWire), at: 0x1B)
        rig.i2c.attach(SimulatedBME280(clock: rig.clock), at: 0x76)
        let other = DS18B20(
            probe: OneWireBusProbe(
                SharedConversion(
                    bus: DS2482(bus: rig.i2c, address: 0x1B, clock: rig.clock), clock: rig.clock)),
            clock: rig.clock)
        let air = BME280(bus: rig.i2c, address: 0x76, clock: rig.clock)
        let first = rig.sensor()
        for round in 0..<4 {
            rig.wire.line = round % 2 == 1 ? .heldLow : .free
            if round % 2 == 1 {
                #expect(throws: SensorError.bus(.lineHeldLow)) { try first.start() }
            } else {
                _ = try first.start()
            }
            _ = try other.start()
            _ = try air.start()
            rig.clock.advance(milliseconds: 760)
            if round % 2 == 0 {
                #expect(try first.collect() == .readings([Reading(.temperature, milli: 21_375)]))
            }
            #expect(try other.collect() == .readings([Reading(.temperature, milli: -7_000)]))
            guard case .readings(let readings) = try air.collect() else {
                Issue.record("pending")
                return
            }
            #expect(readings.count == 3)
        }
    }
}

/// Does something before one of the transfers.
private final class InterruptedI2CBus: I2CBus {
    var interruption: (index: Int, action: () -> Void)?
    private let bus: any I2CBus
    private var count = 0

    init(_ bus: any I2CBus) { self.bus = bus }

    func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        if let interruption, interruption.index == count { interruption.action() }
        count += 1
        return try bus.transfer(address: address, writing: bytes, reading: readCount)
    }
}
