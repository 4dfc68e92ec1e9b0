import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct SimulatedDS2482Tests {
    private let clock = VirtualClock()
    private let line: SimulatedOneWireBus
    private let bridge: SimulatedDS2482
    private let chip: SimulatedDS18B20

    init() {
        line = SimulatedOneWireBus(clock: clock)
        bridge = SimulatedDS2482(clock: clock, line: line)
        chip = SimulatedDS18B20(clock: clock)
        line.attach(chip)
    }

    private func send(_ bytes: [UInt8]) throws {
        _ = try bridge.transfer(writing: bytes, reading: 0)
    }
    private func receive() throws -> UInt8 { try bridge.transfer(writing: [], reading: 1)[0] }

    private func run(_ bytes: [UInt8]) throws -> UInt8 {
        try send(bytes)
        while try receive() & 1 != 0 { clock.advance(microseconds: 1) }
        return try receive()
    }

    @Test func powerOn_isAReset_untilItIsConfigured() throws {
        #expect(try receive() == 0x18)
        try send([0xD2, 0xE1])
        #expect(try receive() == 0x01)
        try send([0xE1, 0xF0])
        #expect(try receive() == 0x08)
        try send([0xF0])
        #expect(try receive() == 0x18)
        try send([0xE1, 0xC3])
        #expect(try receive() == 0)
    }

    @Test func configuration_whoseNibblesDoNotMatch_isNotTaken() throws {
        for byte: UInt8 in [0x01, 0xF1, 0xEE, 0x00] {
            #expect(throws: BusError.noAcknowledge) { try send([0xD2, byte]) }
        }
        try send([0xE1, 0xC3])
        #expect(try receive() == 0)
    }

    private static let times: [(bytes: [UInt8], microseconds: UInt64)] = [
        ([0xB4], 1206), ([0x87, 0x80], 73), ([0xA5, 0xCC], 583), ([0x96], 583),
        ([0x78, 0x80], 219),
    ]

    @Test(arguments: times)
    func command_onTheLine_isBusyForItsTime(bytes: [UInt8], microseconds: UInt64) throws {
        try send([0xD2, 0xE1])
        let begin = clock.monotonicMicroseconds
        _ = try run(bytes)
        #expect(clock.monotonicMicroseconds - begin == microseconds)
    }

    @Test func command_whileTheLineIsBusy_isNotAcknowledged() throws {
        try send([0xD2, 0xE1])
        try send([0xB4])
        for bytes: [UInt8] in [[0xB4], [0xA5, 1], [0x96], [0x78, 0], [0x87, 0], [0xD2, 0xE1]] {
            #expect(throws: BusError.noAcknowledge) { try send(bytes) }
        }
        // Looking is always allowed, and so is a reset of the bridge, which ends it.
        try send([0xE1, 0xF0])
        try send([0xF0])
        #expect(try receive() == 0x18)
    }

    @Test func command_thatIsUnknownOrCut_isNotAcknowledged() {
        for bytes: [UInt8] in [[0x00], [0xA5], [0x78], [0xE1], [0xE1, 0x00], [0xB4, 0]] {
            #expect(throws: BusError.noAcknowledge) { try send(bytes) }
        }
    }

    @Test func reset_showsPresenceAndShort() throws {
        try send([0xD2, 0xE1])
        #expect(try run([0xB4]) == 0x0A)
        line.detach(chip)
        #expect(try run([0xB4]) == 0x08)
        line.line = .heldLow
        #expect(try run([0xB4]) & 0x0C == 0x04)
    }

    @Test func readByte_isInItsRegister() throws {
        try send([0xD2, 0xE1])
        _ = try run([0xB4])
        _ = try run([0xA5, 0x33])
        for byte in chip.code.bytes {
            _ = try run([0x96])
            try send([0xE1, 0xE1])
            #expect(try receive() == byte)
        }
    }

    @Test func strongPullUp_lastsUntilTheNextUse() throws {
        chip.isParasitePowered = true
        for isStrong in [true, false] {
            try send([0xD2, 0xE1])
            _ = try run([0xB4])
            _ = try run([0xA5, 0xCC])
            if isStrong { try send([0xD2, 0xA5]) }
            _ = try run([0xA5, 0x44])
            clock.advance(milliseconds: 750)
            _ = try run([0xB4])
            #expect(chip.conversionCount == 1)
        }
    }

    @Test func brownOut_endsTheStrongPullUp() throws {
        chip.isParasitePowered = true
        try send([0xD2, 0xE1])
        _ = try run([0xB4])
        _ = try run([0xA5, 0xCC])
        try send([0xD2, 0xA5])
        _ = try run([0xA5, 0x44])
        bridge.brownOut()
        clock.advance(milliseconds: 750)
        #expect(chip.readScratchpad()[0...1] == [0x50, 0x05])
        #expect(chip.conversionCount == 0)
        #expect(try receive() == 0x18)
    }

    @Test func transfer_fewerThanNoBytes_areNone() throws {
        #expect(try bridge.transfer(writing: [], reading: -1) == [])
    }
}
