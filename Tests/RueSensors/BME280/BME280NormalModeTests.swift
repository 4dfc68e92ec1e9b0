import RueSensors
import RueSensorsSimulation
import Testing

/// Normal mode as the clock sees it: the simulated chip keeps its own pauses.
@Suite struct BME280NormalModeTests {
    private static let both: [BME280.Standby] = [
        .microseconds500, .microseconds62500, .milliseconds125, .milliseconds250, .milliseconds500,
        .milliseconds1000,
    ]

    @Test(arguments: both + [.milliseconds10, .milliseconds20])
    func bme280_everyPause_isTheOneThatWasAskedFor(standby: BME280.Standby) throws {
        let pause = try self.pause(identity: 0x60, standby, conversion: 9300)
        #expect(abs(pause - Int64(standby.microseconds)) <= 20)
    }

    @Test(arguments: both + [.milliseconds2000, .milliseconds4000])
    func bmp280_everyPause_isTheOneThatWasAskedFor(standby: BME280.Standby) throws {
        let pause = try self.pause(identity: 0x58, standby, conversion: 6425)
        #expect(abs(pause - Int64(standby.microseconds)) <= 20)
    }

    /// A driver that takes the codes of one chip for both: 10 ms become 2 s.
    @Test func standbyCode_withoutLookingAtTheChip_isTwoHundredTimesTooLong() throws {
        let naiveConfig: UInt8 = 6 << 5
        let clock = VirtualClock()
        let chip = SimulatedBME280(clock: clock, identity: 0x58)
        _ = try chip.transfer(writing: [0xF5, naiveConfig, 0xF4, 0x27], reading: 0)
        #expect(try pause(of: chip, clock, conversion: 6425) > 1_999_000)
    }

    @Test(arguments: [
        (UInt8(0x60), BME280.Standby.milliseconds2000), (0x60, .milliseconds4000),
        (0x58, .milliseconds10), (0x56, .milliseconds20), (0x57, .milliseconds10),
    ])
    func start_pauseThatTheChipLacks_isRefusedBeforeAnythingIsWritten(
        identity: UInt8, standby: BME280.Standby
    ) {
        let rig = Rig(identity: identity, BME280.Configuration(mode: .normal(standby: standby)))
        let error = #expect(throws: SensorError.self) { try rig.sensor.start() }
        guard case .unsupported? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(rig.bus.transactionCount == 1)
    }

    /// The pause and the filter are ignored outside sleep mode: the driver writes them first.
    @Test func start_afterAnotherProgramLeftNormalMode_stillTakesTheConfiguration() throws {
        let rig = Rig(
            BME280.Configuration(filter: .x8, mode: .normal(standby: .milliseconds250)))
        rig.clock.advance(milliseconds: 10)
        _ = try rig.chip.transfer(writing: [0xF5, 0x00, 0xF2, 1, 0xF4, 0x27], reading: 0)
        _ = try rig.read()
        #expect(try rig.bus.readRegisters(at: 0x76, from: 0xF5, count: 1) == [3 << 5 | 3 << 2])
    }

    @Test func read_everyMemberOfTheFamily_isTheTruth() throws {
        for identity in [UInt8(0x60), 0x58, 0x57, 0x56] {
            let rig = Rig(
                identity: identity,
                BME280.Configuration(mode: .normal(standby: .microseconds62500)))
            for _ in 0..<5 {
                #expect(try rig.read().allSatisfy { Tolerance.allows($0, Environment()) })
                rig.clock.advance(milliseconds: 500)
            }
        }
    }

    /// The pause that a driver's configuration results in, in microseconds.
    private func pause(
        identity: UInt8, _ standby: BME280.Standby, conversion: Int64
    ) throws -> Int64 {
        let rig = Rig(identity: identity, BME280.Configuration(mode: .normal(standby: standby)))
        _ = try rig.read()
        return try pause(of: rig.chip, rig.clock, conversion: conversion)
    }

    /// The time from one end of a conversion to the next, less the conversion.
    private func pause(
        of chip: SimulatedBME280, _ clock: VirtualClock, conversion: Int64
    ) throws -> Int64 {
        try advance(clock, untilNextConversionOf: chip)
        let begun = clock.monotonicMicroseconds
        try advance(clock, untilNextConversionOf: chip)
        return Int64(clock.monotonicMicroseconds - begun) - conversion
    }

    private func advance(_ clock: VirtualClock, untilNextConversionOf chip: SimulatedBME280) throws
    {
        let count = chip.conversionCount
        while chip.conversionCount == count {
            clock.advance(microseconds: 10)
            _ = try chip.transfer(writing: [0xF3], reading: 1)
        }
    }
}
