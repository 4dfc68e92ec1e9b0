import RueSensors
import Testing

@testable import RueSensorsSimulation

@Suite struct SimulatedBME280Tests {
    private let clock = VirtualClock()
    private let chip: SimulatedBME280

    init() { chip = SimulatedBME280(clock: clock) }

    private func read(_ register: UInt8, _ count: Int = 1) throws -> [UInt8] {
        try chip.transfer(writing: [register], reading: count)
    }

    private func write(_ register: UInt8, _ value: UInt8) throws {
        _ = try chip.transfer(writing: [register, value], reading: 0)
    }

    @Test func powerOn_untilLoaded_showsImageUpdateAndNoCalibration() throws {
        #expect(try read(0xF3) == [1])
        #expect(try read(0x88, 2) == [0, 0])
        clock.advance(microseconds: 3000)
        #expect(try read(0xF3) == [0])
        #expect(try read(0x88, 26) == SimulatedBME280.Trim.typical.mainBytes)
        #expect(try read(0xE1, 7) == [0x6A, 0x01, 0x00, 0x13, 0x29, 0x03, 0x1E])
        #expect(try read(0xD0) == [0x60])
    }

    @Test func data_beforeAnyConversion_isTheResetValue() throws {
        #expect(try read(0xF7, 8) == [0x80, 0, 0, 0x80, 0, 0, 0x80, 0])
    }

    @Test func forcedMode_takesItsTime_andFallsAsleep() throws {
        try write(0xF2, 1)
        try write(0xF4, 0x25)
        clock.advance(microseconds: 9299)
        #expect(try read(0xF3)[0] & 8 == 8)
        #expect(try read(0xF7, 8) == [0x80, 0, 0, 0x80, 0, 0, 0x80, 0])
        clock.advance(microseconds: 1)
        #expect(try read(0xF3)[0] & 8 == 0)
        #expect(try read(0xF4) == [0x24])
        #expect(try read(0xF7, 8) != [0x80, 0, 0, 0x80, 0, 0, 0x80, 0])
        #expect(chip.conversionCount == 1)
    }

    @Test func humiditySetting_writtenAfterMeasurement_doesNotCount() throws {
        try write(0xF4, 0x25)
        try write(0xF2, 1)
        clock.advance(microseconds: 20_000)
        #expect(try read(0xFD, 2) == [0x80, 0])
        try write(0xF4, 0x25)
        clock.advance(microseconds: 20_000)
        #expect(try read(0xFD, 2) != [0x80, 0])
    }

    @Test func config_outsideSleep_isIgnored() throws {
        try write(0xF5, 0x10)
        #expect(try read(0xF5) == [0x10])
        try write(0xF4, 0x27)
        try write(0xF5, 0x00)
        #expect(try read(0xF5) == [0x10])
        try write(0xF4, 0x00)
        try write(0xF5, 0x04)
        #expect(try read(0xF5) == [0x04])
    }

    @Test func reset_afterUse_forgetsEverything() throws {
        clock.advance(microseconds: 3000)
        try write(0xF5, 0x10)
        try write(0xF2, 1)
        try write(0xF4, 0x27)
        try write(0xE0, 0x11)
        #expect(try read(0xF4) == [0x27])
        try write(0xE0, 0xB6)
        #expect(try read(0xF2, 4) == [0, 1, 0, 0])
        #expect(try read(0xE0) == [0])
    }

    @Test func transfer_pairsOfRegisterAndValue_writesThemAll() throws {
        _ = try chip.transfer(writing: [0xF2, 3, 0xF5, 0x14, 0xF4, 0x54], reading: 0)
        #expect(try read(0xF2, 4) == [3, 1, 0x54, 0x14])
    }

    @Test func readOnlyRegisters_written_stay() throws {
        try write(0xD0, 0x11)
        try write(0xF7, 0x11)
        #expect(try read(0xD0) == [0x60])
        #expect(try read(0xF7) == [0x80])
    }

    @Test func read_pastTheLastRegister_startsOver() throws {
        #expect(try read(0xFE, 3).count == 3)
    }

    @Test func normalMode_overAYear_catchesUpAtOnce() throws {
        try write(0xF2, 1)
        try write(0xF4, 0x27)
        clock.advance(milliseconds: 366 * 86_400_000)
        #expect(try read(0xF7, 8) != [0x80, 0, 0, 0x80, 0, 0, 0x80, 0])
        #expect(chip.conversionCount < 1000)
    }

    @Test func bmp280_hasNoHumidityRegister() throws {
        let bmp = SimulatedBME280(clock: clock, identity: 0x58)
        _ = try bmp.transfer(writing: [0xF2, 1, 0xF4, 0x25], reading: 0)
        clock.advance(microseconds: 20_000)
        #expect(try bmp.transfer(writing: [0xF2], reading: 1) == [0])
        #expect(try bmp.transfer(writing: [0xFD], reading: 2) == [0, 0])
    }

    @Test func resolution_oneSample_hasSixteenBits() throws {
        try write(0xF4, 0x25)
        clock.advance(microseconds: 20_000)
        #expect(try read(0xF9) == [0])
        try write(0xF4, 0xB5)
        clock.advance(microseconds: 200_000)
        #expect(try read(0xF9)[0] & 0x0F == 0)
    }

    @Test func transfer_fewerThanNoBytes_areNone() throws {
        #expect(try read(0xD0, -1) == [])
    }
}
