import RueSensors
import RueSensorsSimulation
import Testing

/// A resolution that the configuration asks for, over a wire.
@Suite struct OneWireResolutionTests {
    typealias Path = OneWireRig.Path
    typealias Resolution = DS18B20.Resolution

    private func sensor(_ rig: OneWireRig, _ chip: Int, at resolution: Resolution) -> DS18B20 {
        DS18B20(
            probe: rig.probe(chip), clock: rig.clock,
            configuration: DS18B20.Configuration(resolution: resolution))
    }

    @Test(arguments: Path.allCases, Resolution.allCases)
    func read_atAResolution_setsThatAloneAndNeverTheEEPROM(
        path: Path, resolution: Resolution
    ) throws {
        let rig = OneWireRig(path)
        rig.chips[0].writeScratchpad(alarmHigh: 7, alarmLow: 8, configurationRegister: 0x3F)
        let sensor = sensor(rig, 0, at: resolution)
        let value = try rig.read(sensor)
        #expect(abs(value - 21_375) <= 250 >> Int64(resolution.rawValue))
        #expect(
            rig.chips[0].readScratchpad()[2...4] == [7, 8, resolution.configurationRegister])
        #expect(rig.chips[0].copyCount == 0)
        // A chip that had another one converts twice the first time, and then once.
        let conversions = rig.chips[0].conversionCount
        #expect(conversions == (resolution == .bits10 ? 1 : 2))
        #expect(try rig.read(sensor) == value)
        #expect(rig.chips[0].conversionCount == conversions + 1)
    }

    @Test func read_afterALossOfPower_setsItAgain() throws {
        let rig = OneWireRig(.bridge)
        let sensor = sensor(rig, 0, at: .bits9)
        #expect(try rig.read(sensor) == 21_500)
        rig.chips[0].brownOut()
        #expect(try rig.read(sensor) == 21_500)
        #expect(sensor.scratchpad?.resolution == .bits9)
    }

    @Test func read_twoResolutionsOnOneBus_eachHasItsOwn() throws {
        let rig = OneWireRig(.bridge, milliCelsius: [10_437, 20_437])
        let (quick, exact) = (sensor(rig, 0, at: .bits9), sensor(rig, 1, at: .bits12))
        for _ in 0..<3 {
            #expect(try rig.read(quick) == 10_500)
            #expect(try rig.read(exact) == 20_438)
        }
    }

    @Test(arguments: Path.allCases)
    func read_cloneThatKeepsItsResolution_isAnErrorEachTime(path: Path) throws {
        let rig = OneWireRig(path)
        rig.chips[0].faults.refusesResolution = true
        let sensor = sensor(rig, 0, at: .bits9)
        for _ in 0..<2 {
            #expect(throws: SensorError.settingsRefused) { try rig.read(sensor) }
        }
        rig.chips[0].faults.refusesResolution = false
        #expect(try rig.read(sensor) == 21_500)
    }

    /// Noise while the resolution is set: the thresholds stay what they were, or it is an error.
    @Test func read_flipInAnySlot_isTheTruthOrAnErrorAndKeepsTheThresholds() throws {
        let clean = OneWireRig(.direct)
        _ = try clean.read(sensor(clean, 0, at: .bits9))
        var failures = 0
        for slot in 0..<clean.wire.slotCount {
            let rig = OneWireRig(.direct)
            rig.wire.flip(slot: slot)
            do throws(SensorError) {
                #expect(try rig.read(sensor(rig, 0, at: .bits9)) == 21_500, "\(slot)")
                #expect(rig.chips[0].readScratchpad()[2...4] == [0x4B, 0x46, 0x1F], "\(slot)")
            } catch {
                failures += 1
            }
        }
        #expect(failures > 0 && failures < clean.wire.slotCount)
    }

    @Test func simulatedProbe_atAResolution_hasIt() throws {
        let rig = OneWireRig(.direct)
        let sensor = DS18B20(
            probe: rig.chips[0], clock: rig.clock,
            configuration: DS18B20.Configuration(resolution: .bits9))
        #expect(try rig.read(sensor) == 21_500)
        #expect(rig.chips[0].readScratchpad()[2...4] == [0x4B, 0x46, 0x1F])
    }
}
