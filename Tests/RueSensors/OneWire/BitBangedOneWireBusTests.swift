import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// 1-Wire slot by slot, on a line whose program is interrupted.
@Suite struct BitBangedOneWireBusTests {
    typealias Delay = SimulatedOneWireLine.Delay

    /// A thermometer on a line.
    private final class Rig {
        let clock = VirtualClock()
        let wire: SimulatedOneWireBus
        let line: SimulatedOneWireLine
        let bus: BitBangedOneWireBus
        let chip: SimulatedDS18B20
        let sensor: DS18B20

        init(milliCelsius: Int64 = 21_375, seed: UInt64 = 1, late: UInt64 = 0) {
            wire = SimulatedOneWireBus(clock: clock)
            line = SimulatedOneWireLine(wire: wire, clock: clock, seed: seed)
            line.lateSlotsPerTenThousand = late
            bus = BitBangedOneWireBus(line: line)
            chip = SimulatedDS18B20(clock: clock) {
                Environment(temperatureMilliCelsius: milliCelsius)
            }
            wire.attach(chip)
            let conversion = SharedConversion(bus: bus, clock: clock)
            sensor = DS18B20(
                probe: OneWireBusProbe(device: chip.code, conversion), clock: clock)
        }

        func read() throws(SensorError) -> Int64 {
            try sensor.read(sleepingOn: clock)[0].milli
        }
    }

    @Test func read_onTime_isTheTruthAndCountsNothingLate() throws {
        for milli in stride(from: Int64(-55_000), through: 125_000, by: 7321) {
            let rig = Rig(milliCelsius: milli)
            #expect(abs(try rig.read() - milli) <= 32)
            #expect(rig.bus.counters.slots > 170 && rig.bus.counters.resets >= 3)
            #expect(rig.bus.counters.lateSlots == 0 && rig.bus.counters.lateResets == 0)
        }
    }

    /// One slot in hundreds, where the system pleases: the truth, or an error that says why.
    @Test func read_interruptedAtRandom_isTheTruthOrAnErrorAndCounts() throws {
        let seed = SeededRandom.freshSeed("bit-banged 1-Wire")
        var late: UInt64 = 0
        var values = 0
        for round in 0..<60 {
            let rig = Rig(seed: seed &+ UInt64(round), late: [10, 50, 300][round % 3])
            do throws(SensorError) {
                #expect(try rig.read() == 21_375)
                values += 1
            } catch {
                #expect(error == .bus(.lateSlot) || error == .bus(.timedOut), "\(error)")
            }
            late += rig.bus.counters.lateSlots + rig.bus.counters.lateResets
        }
        #expect(values >= 20 && late > 0)
    }

    private static let delays: [Delay] = [
        .holdingLow(microseconds: 20), .holdingLow(microseconds: 90),
        .holdingLow(microseconds: 700), .looking(microseconds: 12), .looking(microseconds: 100),
    ]

    /// Each slot of a reading in turn: the exchange is made again, and the value is right.
    @Test(arguments: delays)
    func read_anySlotLate_isTheTruth(delay: Delay) throws {
        let clean = Rig()
        _ = try clean.read()
        var noticed = 0
        for slot in 0..<clean.line.slotCount {
            let rig = Rig()
            rig.line.interrupt(delay, atSlot: slot)
            #expect(try rig.read() == 21_375, "slot \(slot)")
            #expect(rig.line.lateCount == 1)
            noticed += Int(rig.bus.counters.lateSlots + rig.bus.counters.lateResets)
        }
        #expect(noticed > 0)
    }

    /// As it is often written: what the line was when one looked is the bit.
    private static func naiveRead(_ rig: Rig) throws -> [UInt8] {
        _ = try rig.line.run(OneWireSlot(low: 480, sample: 550, length: 960))
        for bit in 0..<16 {
            let isOne = (UInt16(0xBECC) >> UInt16(bit)) & 1 == 1
            _ = try rig.line.run(OneWireSlot(low: isOne ? 6 : 60, sample: 66, length: 70))
        }
        return try (0..<9).map { _ in
            try (0..<8).reduce(UInt8(0)) { byte, bit in
                let slot = try rig.line.run(OneWireSlot(low: 6, sample: 13, length: 70))
                return byte | (slot.isHigh ? 1 << UInt8(bit) : 0)
            }
        }
    }

    @Test func naiveReader_oneLateLook_readsAnotherTemperature() throws {
        let clean = Rig()
        #expect(try clean.read() == 21_375)
        #expect(NaiveThermometer.unchecked(try Self.naiveRead(clean)) == 21_375)
        let rig = Rig()
        _ = try rig.read()
        // The lowest bit that is 0 in 0x0156 is bit 0 of the ninth read slot.
        rig.line.interrupt(.looking(microseconds: 25), atSlot: rig.line.slotCount + 17)
        let bytes = try Self.naiveRead(rig)
        #expect(NaiveThermometer.unchecked(bytes) == 21_437)
        #expect(throws: SensorError.self) { try DS18B20.Scratchpad(bytes) }
        let slot = rig.line.slotCount
        rig.line.interrupt(.looking(microseconds: 25), atSlot: slot + 100)
        #expect(try rig.read() == 21_375)
    }

    @Test func lateWrite_isNotGoneOnWith() throws {
        let rig = Rig()
        #expect(try rig.bus.reset())
        rig.line.interrupt(.holdingLow(microseconds: 20), atSlot: 4)
        #expect(throws: BusError.lateSlot) { try rig.bus.write(0xFF, strongPullUp: false) }
        let slots = rig.line.slotCount
        #expect(throws: BusError.lateSlot) { try rig.bus.write(0xCC, strongPullUp: false) }
        #expect(throws: BusError.lateSlot) { try rig.bus.readBit() }
        #expect(rig.line.slotCount == slots)
        #expect(rig.bus.counters.lateSlots == 1)
        #expect(try rig.bus.reset())
        try rig.bus.write(0xCC, strongPullUp: false)
    }

    /// The answer to a reset is there for some 60 µs: looked for later, it is not missed.
    @Test func lateReset_isGivenAgain() throws {
        for delay in [Delay.looking(microseconds: 200), .holdingLow(microseconds: 90)] {
            let rig = Rig()
            rig.line.interrupt(delay, atSlot: 0)
            #expect(try rig.bus.reset())
            #expect(rig.bus.counters.lateResets == 1 && rig.bus.counters.resets == 2)
        }
        let rig = Rig(late: 10_000)
        #expect(throws: BusError.lateSlot) {
            for _ in 0..<20 { _ = try rig.bus.reset() }
        }
    }

    @Test func search_ofSeveral_findsAllWhateverIsLate() throws {
        let rig = Rig(late: 5)
        let others = (2...4).map { seed in
            SimulatedDS18B20(clock: rig.clock, rom: SimulatedDS18B20.rom(seed: UInt64(seed)))
        }
        for chip in others { rig.wire.attach(chip) }
        let codes = Set(others.map(\.code) + [rig.chip.code])
        var found = 0
        for _ in 0..<10 {
            do throws(BusError) {
                #expect(Set(try rig.bus.search()) == codes)
                found += 1
            } catch {
                #expect(error == .lateSlot)
            }
        }
        #expect(found > 0)
    }

    @Test func read_withoutASensorOrWithAShort_saysWhich() throws {
        let rig = Rig()
        rig.wire.line = .heldLow
        #expect(throws: SensorError.bus(.lineHeldLow)) { try rig.read() }
        rig.wire.line = .free
        rig.wire.detach(rig.chip)
        #expect(throws: SensorError.bus(.noPresence)) { try rig.read() }
        rig.wire.attach(rig.chip)
        #expect(try rig.read() == 21_375)
    }

    /// A line that is let go of feeds nobody.
    @Test func read_chipWithoutASupplyWire_isRefusedBeforeItConverts() throws {
        let rig = Rig()
        rig.chip.isParasitePowered = true
        #expect(throws: SensorError.bus(.noStrongPullUp)) { try rig.read() }
        #expect(rig.chip.conversionCount == 0)
        rig.chip.isParasitePowered = false
        #expect(try rig.read() == 21_375)
    }
}
