import RueSensors
import RueSensorsSimulation
import Testing

/// The driver on a simulated chip: set the truth, break things, read.
@Suite struct DS18B20SimulationTests {
    private let clock = VirtualClock()
    private let chip: SimulatedDS18B20
    private let sensor: DS18B20

    init() {
        clock.recordsSleeps = true
        chip = SimulatedDS18B20(clock: clock)
        sensor = DS18B20(probe: chip, clock: clock)
        truth(21_400)
    }

    private func truth(_ milliCelsius: Int64) {
        chip.environment = { Environment(temperatureMilliCelsius: milliCelsius) }
    }

    private func read() throws(SensorError) -> Int64 {
        try sensor.read(sleepingOn: clock)[0].milli
    }

    private func set(_ resolution: DS18B20.Resolution) {
        chip.writeScratchpad(
            alarmHigh: 1, alarmLow: 2, configurationRegister: resolution.configurationRegister)
    }

    /// From end to end of the range: no further from the truth than half a step and a rounding.
    @Test(arguments: DS18B20.Resolution.allCases)
    func sweep_everyResolution_isTheTruthToHalfAStep(resolution: DS18B20.Resolution) throws {
        set(resolution)
        let halfStep = Int64(250) >> Int64(resolution.rawValue) + 1
        for milli in stride(from: Int64(-55_000), through: 125_000, by: 331) {
            truth(milli)
            #expect(abs(try read() - milli) <= halfStep, "\(milli)")
        }
        for end in [Int64(-55_000), 0, 85_000, 125_000] {
            truth(end)
            #expect(try read() == end)
        }
    }

    @Test(arguments: zip(DS18B20.Resolution.allCases, [93_750, 187_500, 375_000, 750_000]))
    func read_ofAResolution_waitsForItsConversion(
        resolution: DS18B20.Resolution, microseconds: UInt64
    ) throws {
        set(resolution)
        _ = try read()
        #expect(clock.recordedSleeps == [microseconds])
        #expect(sensor.scratchpad?.resolution == resolution)
        // What the chip keeps for its user is as it was.
        #expect((sensor.scratchpad?.alarmHigh, sensor.scratchpad?.alarmLow) == (1, 2))
        #expect(chip.copyCount == 0)
    }

    @Test func collect_tooEarly_isPendingAndNeverTheOldValue() throws {
        _ = try read()
        truth(30_000)
        let due = try sensor.start()
        clock.advance(microseconds: due - 1)
        #expect(try sensor.collect() == .pending(microseconds: 20_000))
        clock.advance(microseconds: 1)
        #expect(try sensor.collect() == .readings([Reading(.temperature, milli: 30_000)]))
    }

    typealias Faults = SimulatedDS18B20.Faults

    private static func faults(_ breaking: (inout Faults) -> Void) -> Faults {
        var faults = Faults()
        breaking(&faults)
        return faults
    }

    private static let broken: [(Faults, SensorError)] = [
        (faults { $0.isSilent = true }, .bus(.noPresence)),
        (faults { $0.losesPower = true }, .powerOnValue(milli: 85_000)),
        (faults { $0.neverEnds = true }, .notReady),
        (faults { $0.readsZeros = true }, .shortedBus),
        (faults { $0.readsOnes = true }, .noAnswer),
    ]

    @Test(arguments: broken)
    func read_brokenChip_isThatErrorAndThenRecovers(
        faults: Faults, error: SensorError
    ) throws {
        for _ in 0..<2 {
            chip.faults = faults
            #expect(throws: error) { try read() }
            #expect(throws: error) { try read() }
            chip.faults = Faults()
            #expect(try read() == 21_375)
        }
    }

    @Test func read_unpluggedDuringAConversion_isAnErrorUntilItIsBack() throws {
        _ = try sensor.start()
        chip.faults.isSilent = true
        clock.advance(milliseconds: 750)
        #expect(throws: SensorError.bus(.noPresence)) { try sensor.collect() }
        chip.faults.isSilent = false
        chip.brownOut()
        #expect(try read() == 21_375)
    }

    @Test func read_brownOutDuringAConversion_isAnErrorOnce() throws {
        _ = try sensor.start()
        clock.advance(milliseconds: 300)
        chip.brownOut()
        clock.advance(milliseconds: 450)
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) { try sensor.collect() }
        #expect(try read() == 21_375)
    }

    @Test func read_anyFlippedBit_isAnErrorAndThenRecovers() throws {
        for bit in 0..<72 {
            chip.faults.flippedBit = bit
            let error = #expect(throws: SensorError.self) { try read() }
            guard case .checksumMismatch? = error else {
                Issue.record("bit \(bit): \(String(describing: error))")
                continue
            }
            chip.faults.flippedBit = nil
            #expect(try read() == 21_375)
        }
    }

    @Test func read_outsideTheRange_isAnErrorAndNotClamped() throws {
        truth(-60_000)
        #expect(throws: SensorError.outOfRange(quantity: .temperature, milli: -60_000)) {
            try read()
        }
        truth(126_000)
        #expect(throws: SensorError.outOfRange(quantity: .temperature, milli: 126_000)) {
            try read()
        }
        truth(20_000)
        #expect(try read() == 20_000)
    }

    @Test func read_clone_isRightAndFlagged() throws {
        let rom = SimulatedDS18B20.rom(seed: 3, profile: .clone)
        let clone = SimulatedDS18B20(clock: clock, rom: rom, profile: .clone) {
            Environment(temperatureMilliCelsius: -18_000)
        }
        let sensor = DS18B20(probe: clone, clock: clock)
        #expect(
            try sensor.read(sleepingOn: clock)
                == [Reading(.temperature, milli: -18_000, flags: .suspect)])
        #expect(sensor.rom == rom)
    }
}
