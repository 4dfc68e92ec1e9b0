import RueSensors
import RueSensorsSimulation
import Testing

/// Resolution, thresholds and the EEPROM over a wire.
@Suite struct OneWireSettingsTests {
    typealias Path = OneWireRig.Path
    typealias Settings = DS18B20.Settings

    @Test(arguments: Path.allCases)
    func set_resolution_keepsTheThresholdsAndTheEEPROM(path: Path) throws {
        let rig = OneWireRig(path)
        let probe = rig.probe(0)
        #expect(
            try probe.settings()
                == Settings(alarmHigh: 0x4B, alarmLow: 0x46, resolution: .bits12))
        for resolution in DS18B20.Resolution.allCases {
            try probe.set(resolution)
            #expect(
                try probe.settings()
                    == Settings(alarmHigh: 0x4B, alarmLow: 0x46, resolution: resolution))
        }
        try probe.set(.bits9)
        #expect(rig.chips[0].copyCount == 0)
        rig.chips[0].brownOut()
        #expect(try probe.settings().resolution == .bits12)
    }

    /// What it does to one chip it does to no other.
    @Test func apply_onOneOfSeveral_leavesTheOthers() throws {
        let rig = OneWireRig(.bridge, milliCelsius: [1000, 2000])
        try rig.probe(0).apply(Settings(alarmHigh: 1, alarmLow: 2, resolution: .bits10))
        #expect(rig.chips[0].readScratchpad()[2...4] == [1, 2, 0x3F])
        #expect(rig.chips[1].readScratchpad()[2...4] == [0x4B, 0x46, 0x7F])
    }

    /// Those who write only the register lose the thresholds.
    @Test func naiveWriter_ofTheResolution_losesTheThresholds() throws {
        let rig = OneWireRig(.direct)
        try rig.bus.select(nil)
        try rig.bus.write([0x4E, 0, 0, 0x1F])
        #expect(rig.chips[0].readScratchpad()[2...3] == [0, 0])
    }

    @Test(arguments: Path.allCases, [false, true])
    func keepSettings_survivesALossOfPower(path: Path, isParasite: Bool) throws {
        let rig = OneWireRig(path)
        rig.chips[0].isParasitePowered = isParasite
        let probe = rig.probe()
        let wanted = Settings(alarmHigh: 30, alarmLow: 5, resolution: .bits11)
        try probe.apply(wanted)
        try probe.keepSettings()
        #expect(rig.chips[0].copyCount == 1)
        rig.chips[0].brownOut()
        #expect(try probe.settings() == wanted)
        try probe.set(.bits9)
        try probe.recallSettings()
        #expect(try probe.settings() == wanted)
        #expect(rig.chips[0].copyCount == 1)
    }

    @Test(arguments: [false, true])
    func keepSettings_memoryThatRefuses_isAnError(isWorn: Bool) throws {
        let rig = OneWireRig(.bridge)
        rig.chips[0].faults.refusesCopy = !isWorn
        if isWorn { rig.chips[0].endurance = 0 }
        let probe = rig.probe(0)
        try probe.set(.bits9)
        #expect(throws: SensorError.settingsRefused) { try probe.keepSettings() }
        // What the chip has is in force, and reading goes on.
        #expect(try probe.settings().resolution == .bits12)
        #expect(try rig.read(rig.sensor(0)) == 21_375)
    }

    @Test func settings_duringAConversion_areRefused() throws {
        let rig = OneWireRig(.bridge)
        let sensor = rig.sensor(0)
        _ = try sensor.start()
        rig.clock.advance(milliseconds: 250)
        #expect(throws: SensorError.tooEarly(milliseconds: 500)) { try rig.probe(0).settings() }
        rig.clock.advance(milliseconds: 500)
        #expect(try sensor.collect() == .readings([Reading(.temperature, milli: 21_375)]))
        #expect(try rig.probe(0).settings().resolution == .bits12)
    }

    /// Noise while the thresholds are written: they are what was wanted, or it is said.
    @Test func set_flipInAnySlot_neverLosesTheThresholds() throws {
        let clean = OneWireRig(.direct)
        try clean.probe(0).set(.bits9)
        var failed = 0
        for slot in 0..<clean.wire.slotCount {
            let rig = OneWireRig(.direct)
            rig.wire.flip(slot: slot)
            do throws(SensorError) {
                try rig.probe(0).set(.bits9)
                #expect(rig.chips[0].readScratchpad()[2...4] == [0x4B, 0x46, 0x1F], "\(slot)")
            } catch {
                failed += 1
            }
        }
        #expect(failed > 0 && failed < clean.wire.slotCount)
    }

    @Test func settings_absentOrShorted_areErrors() throws {
        let rig = OneWireRig(.bridge)
        rig.chips[0].faults.readsZeros = true
        #expect(throws: SensorError.shortedBus) { try rig.probe(0).settings() }
        rig.chips[0].faults.readsOnes = true
        rig.chips[0].faults.readsZeros = false
        #expect(throws: SensorError.noAnswer) { try rig.probe(0).settings() }
        rig.wire.detach(rig.chips[0])
        #expect(throws: SensorError.bus(.noPresence)) { try rig.probe(0).settings() }
    }
}
