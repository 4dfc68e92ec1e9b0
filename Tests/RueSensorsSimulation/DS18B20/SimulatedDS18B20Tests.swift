import RueSensors
import Testing

@testable import RueSensorsSimulation

@Suite struct SimulatedDS18B20Tests {
    private let clock = VirtualClock()
    private let chip: SimulatedDS18B20

    init() {
        chip = SimulatedDS18B20(clock: clock) { Environment(temperatureMilliCelsius: 22_188) }
    }

    private func convert() {
        chip.convert()
        clock.advance(milliseconds: 750)
    }

    /// The bytes that real chips send.
    @Test func scratchpad_beforeAndAfterTheFirstConversion_isARealOne() {
        #expect(
            chip.readScratchpad() == [0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10, 0x1C])
        convert()
        #expect(
            chip.readScratchpad() == [0x63, 0x01, 0x4B, 0x46, 0x7F, 0xFF, 0x0D, 0x10, 0x15])
        #expect(chip.conversionCount == 1)
    }

    @Test(arguments: zip(DS18B20.Resolution.allCases, [93_750, 187_500, 375_000, 750_000]))
    func conversion_takesItsTime_andKeepsTheOldValueMeanwhile(
        resolution: DS18B20.Resolution, microseconds: UInt64
    ) {
        chip.writeScratchpad(
            alarmHigh: 0, alarmLow: 0, configurationRegister: resolution.configurationRegister)
        chip.convert()
        clock.advance(microseconds: microseconds - 1)
        #expect(chip.readScratchpad()[...1] == [0x50, 0x05])
        clock.advance(microseconds: 1)
        #expect(chip.readScratchpad()[...1] != [0x50, 0x05])
        #expect(chip.conversionCount == 1)
    }

    @Test func register_ofAResolution_isTheNearestStepWithOnesBelow() {
        let cases: [(Int64, DS18B20.Resolution, Int64)] = [
            (0, .bits12, 0), (31, .bits12, 0), (32, .bits12, 1), (-31, .bits12, 0),
            (-32, .bits12, -1), (-25_062, .bits12, -401), (-55_000, .bits12, -880),
            (125_000, .bits12, 2000), (249, .bits9, 7), (250, .bits9, 15), (-18_000, .bits9, -281),
            (25_000, .bits10, 403), (25_000, .bits11, 401), (500_000, .bits12, 2047),
            (-500_000, .bits12, -1024), (500_000, .bits9, 2047), (-500_000, .bits9, -1017),
        ]
        for (milli, resolution, raw) in cases {
            let found = SimulatedDS18B20.register(milliCelsius: milli, resolution: resolution)
            #expect(found == raw, "\(milli) at \(resolution.bitCount) bits")
        }
    }

    @Test func brownOut_forgetsAllButTheEEPROM() {
        convert()
        chip.writeScratchpad(alarmHigh: 30, alarmLow: 5, configurationRegister: 0x1F)
        #expect(chip.readScratchpad()[2...4] == [30, 5, 0x1F])
        chip.brownOut()
        #expect(chip.readScratchpad()[...7] == [0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10])
        chip.writeScratchpad(alarmHigh: 30, alarmLow: 5, configurationRegister: 0x1F)
        chip.copyScratchpad()
        chip.writeScratchpad(alarmHigh: 1, alarmLow: 2, configurationRegister: 0x7F)
        chip.recall()
        #expect(chip.readScratchpad()[2...4] == [30, 5, 0x1F])
        clock.advance(milliseconds: 10)
        chip.brownOut()
        #expect(chip.readScratchpad()[2...4] == [30, 5, 0x1F])
        #expect(chip.copyCount == 1)
    }

    @Test func writeScratchpad_changesTheResolutionBitsAlone() {
        chip.writeScratchpad(alarmHigh: 0, alarmLow: 0, configurationRegister: 0xA0)
        #expect(chip.readScratchpad()[4] == 0x3F)
    }

    @Test func brownOut_duringAConversion_endsIt() {
        chip.convert()
        clock.advance(milliseconds: 100)
        chip.brownOut()
        clock.advance(milliseconds: 1000)
        #expect(chip.readScratchpad()[...1] == [0x50, 0x05])
        #expect(chip.conversionCount == 0)
    }

    @Test func probe_withoutBegin_isRefused() throws {
        #expect(throws: BusError.unsupported) { try chip.finish() }
        _ = try chip.begin()
        chip.abandon()
        #expect(throws: BusError.unsupported) { try chip.finish() }
    }

    /// The air is that of the start; the chip asks for it once.
    @Test func conversion_measuresTheAirAtItsStart() throws {
        var truth: Int64 = 10_000
        chip.environment = { Environment(temperatureMilliCelsius: truth) }
        chip.convert()
        truth = 20_000
        clock.advance(milliseconds: 750)
        #expect(chip.readScratchpad()[...1] == [160, 0])
    }

    @Test func rom_ofASeed_isOfItsKindAndTheSameAgain() {
        for seed in UInt64(0)..<100 {
            let genuine = SimulatedDS18B20.rom(seed: seed)
            #expect(DS18B20.looksGenuine(genuine))
            #expect(genuine == SimulatedDS18B20.rom(seed: seed))
            #expect(genuine != SimulatedDS18B20.rom(seed: seed + 1))
            #expect(!DS18B20.looksGenuine(SimulatedDS18B20.rom(seed: seed, profile: .clone)))
        }
    }

    @Test func clone_keepsByte6() {
        let clone = SimulatedDS18B20(clock: clock, profile: .clone)
        clone.convert()
        clock.advance(milliseconds: 750)
        #expect(clone.readScratchpad()[6] == 0x0C)
        #expect(OneWireCRC.of(clone.readScratchpad()) == 0)
    }

    @Test(arguments: [-1, -73, 72, Int.min, Int.max])
    func faults_bitsThatAreNone_areIgnored(bit: Int) {
        var faults = SimulatedDS18B20.Faults()
        faults.flippedBit = bit
        #expect(faults.applied(to: chip.readScratchpad()) == chip.readScratchpad())
        faults.flippedBit = 71
        #expect(faults.applied(to: chip.readScratchpad())[8] == 0x1C ^ 0x80)
    }

    /// As hot, or as cold, as the register can say.
    @Test(arguments: [(Int64.max, Int64(127_937)), (.min, -64_000)])
    func conversion_truthBeyondAnyAir_isTheRegistersEnd(truth: Int64, milli: Int64) throws {
        chip.environment = { Environment(temperatureMilliCelsius: truth) }
        convert()
        let bytes = chip.readScratchpad()
        let raw = Int16(bitPattern: UInt16(bytes[1]) << 8 | UInt16(bytes[0]))
        #expect(Int64(raw) * 1000 / 16 == milli)
    }
}
