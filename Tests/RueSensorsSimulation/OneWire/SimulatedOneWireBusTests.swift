import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct SimulatedOneWireBusTests {
    private let clock = VirtualClock()
    private let bus: SimulatedOneWireBus

    init() { bus = SimulatedOneWireBus(clock: clock) }

    private func add(_ seed: UInt64) -> SimulatedDS18B20 {
        let chip = SimulatedDS18B20(clock: clock, rom: SimulatedDS18B20.rom(seed: seed))
        bus.attach(chip)
        return chip
    }

    @Test func reset_showsWhoIsThere() throws {
        #expect(try !bus.reset())
        let chip = add(1)
        #expect(try bus.reset())
        chip.faults.isSilent = true
        #expect(try !bus.reset())
        #expect(clock.monotonicMicroseconds == 3 * 960)
        #expect(bus.resetCount == 3)
    }

    /// Command 33 works with one device alone: two answer at once, and the wire shows both.
    @Test func readROM_ofTwo_isTheirWiredAnd() throws {
        let one = add(1)
        _ = try bus.reset()
        try bus.write([0x33])
        #expect(try bus.read(count: 8) == one.code.bytes)
        let two = add(2)
        _ = try bus.reset()
        try bus.write([0x33])
        let both = zip(one.code.bytes, two.code.bytes).map { $0 & $1 }
        #expect(try bus.read(count: 8) == both)
    }

    @Test func triplet_showsWhichBitsAreThere() throws {
        let (one, two) = (add(1), add(2))
        _ = try bus.reset()
        try bus.write([0xF0])
        var isApart = false
        for place in 0..<64 where !isApart {
            let mine = one.code.bytes[place / 8] >> UInt8(place % 8) & 1 == 1
            let its = two.code.bytes[place / 8] >> UInt8(place % 8) & 1 == 1
            let step = try bus.triplet(preferring: mine)
            #expect(step.bit == (mine && its))
            #expect(step.complement == (!mine && !its))
            #expect(step.direction == mine)
            isApart = mine != its
        }
        #expect(isApart)
    }

    @Test func match_addressesThatDeviceAlone() throws {
        let (one, two) = (add(1), add(2))
        try bus.select(one.code)
        try bus.write([0x4E, 1, 2, 0x1F])
        #expect(one.readScratchpad()[2...4] == [1, 2, 0x1F])
        #expect(two.readScratchpad()[2...4] == [0x4B, 0x46, 0x7F])
        try bus.select(SimulatedDS18B20.rom(seed: 3))
        try bus.write([0xBE])
        #expect(try bus.read(count: 9) == [UInt8](repeating: 0xFF, count: 9))
    }

    @Test func scratchpad_afterItsNineBytes_isOnes() throws {
        let chip = add(1)
        try bus.select(nil)
        try bus.write([0xBE])
        #expect(try bus.read(count: 9) == chip.readScratchpad())
        #expect(try bus.readByte() == 0xFF)
    }

    @Test func convert_showsThatItIsBusyUntilItsEnd() throws {
        _ = add(1)
        try bus.select(nil)
        try bus.write([0x44])
        #expect(try !bus.readBit())
        clock.advance(milliseconds: 749)
        #expect(try !bus.readBit())
        clock.advance(milliseconds: 1)
        #expect(try bus.readBit())
    }

    @Test func parasiteChip_convertsOnlyOnAStrongLine() throws {
        let chip = add(1)
        chip.isParasitePowered = true
        try bus.select(nil)
        try bus.write([0xB4])
        #expect(try !bus.readBit())
        for milliseconds: UInt64 in [749, 750] {
            try bus.select(nil)
            try bus.write(0x44, strongPullUp: true)
            clock.advance(milliseconds: milliseconds)
            // The line is used: the pull-up ends.
            _ = try bus.reset()
            #expect(chip.conversionCount == (milliseconds == 750 ? 1 : 0))
        }
    }

    @Test func copy_withoutPowerForTenMilliseconds_isLost() throws {
        let chip = add(1)
        for (milliseconds, kept) in [(UInt64(9), UInt8(0x4B)), (10, 30)] {
            chip.writeScratchpad(alarmHigh: 30, alarmLow: 5, configurationRegister: 0x1F)
            try bus.select(nil)
            try bus.write([0x48])
            clock.advance(milliseconds: milliseconds)
            chip.brownOut()
            #expect(chip.readScratchpad()[2] == kept)
        }
        #expect(chip.copyCount == 2)
    }

    @Test func endurance_beyondIt_nothingIsKept() {
        let chip = add(1)
        chip.endurance = 2
        for value in UInt8(1)...3 {
            chip.writeScratchpad(alarmHigh: value, alarmLow: 0, configurationRegister: 0x7F)
            chip.copyScratchpad()
            clock.advance(milliseconds: 10)
        }
        chip.brownOut()
        #expect(chip.readScratchpad()[2] == 2)
        #expect(chip.copyCount == 3)
    }

    @Test func flip_turnsTheLineOverOnce() throws {
        let chip = add(1)
        try bus.select(nil)
        try bus.write([0xBE])
        bus.flip(slot: bus.slotCount + 9)
        var bytes = chip.readScratchpad()
        bytes[1] ^= 2
        #expect(try bus.read(count: 9) == bytes)
    }

    @Test func injectedError_isThrownOnce() throws {
        _ = add(1)
        bus.inject(.timedOut, atOperation: 1)
        #expect(try bus.reset())
        #expect(throws: BusError.timedOut) { try bus.write([0xCC]) }
        #expect(try bus.reset())
    }

    @Test func detach_takesTheSupplyToo() throws {
        let chip = add(1)
        chip.convert()
        clock.advance(milliseconds: 750)
        #expect(chip.readScratchpad()[0...1] == [0x50, 0x01])
        bus.detach(chip)
        #expect(chip.readScratchpad()[0...1] == [0x50, 0x05])
        #expect(try !bus.reset())
    }
}
