import RueSensors
import RueSensorsSimulation
import Testing

/// What clones and worn memories do to drivers that do not think of them.
@Suite struct DS18B20TrapTests {
    private let clock = VirtualClock()

    private func clone(_ milliCelsius: Int64) -> SimulatedDS18B20 {
        SimulatedDS18B20(
            clock: clock, rom: SimulatedDS18B20.rom(seed: 3, profile: .clone), profile: .clone
        ) { Environment(temperatureMilliCelsius: milliCelsius) }
    }

    /// Byte 6 of some clones stays at 0x0C: their 85 °C cannot be told from that of a chip that did not
    /// convert, and is refused. A sixteenth beside it is a temperature.
    @Test func read_cloneAt85Degrees_isRefusedAsPowerOn() throws {
        let hot = DS18B20(probe: clone(85_000), clock: clock)
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) {
            try hot.read(sleepingOn: clock)
        }
        for milli in [Int64(84_938), 85_063] {
            let sensor = DS18B20(probe: clone(milli), clock: clock)
            let reading = try sensor.read(sleepingOn: clock)[0]
            #expect(abs(reading.milli - milli) <= 1)
            #expect(reading.flags == .suspect)
        }
    }

    /// A driver that reads genuine chips only leaves people without a temperature.
    @Test func naiveReader_ofGenuineChipsOnly_readsNoClone() throws {
        let chip = clone(21_375)
        #expect(NaiveThermometer.genuineOnly(chip.code, chip.readScratchpad()) == nil)
        let sensor = DS18B20(probe: chip, clock: clock)
        #expect(try sensor.read(sleepingOn: clock)[0].milli == 21_375)
    }

    /// A driver that keeps each change of the resolution: one a minute, there and back, and after 17
    /// days the memory of 50 000 writes holds what it held then.
    @Test func naiveWriter_copyingEachTime_wearsTheMemoryOut() throws {
        let chip = SimulatedDS18B20(clock: clock)
        func keep(_ register: UInt8) {
            chip.writeScratchpad(alarmHigh: 1, alarmLow: 2, configurationRegister: register)
            chip.copyScratchpad()
            clock.advance(milliseconds: 10)
        }
        let minutes = 17 * 24 * 60 + 525
        for _ in 0..<minutes {
            keep(0x1F)
            keep(0x7F)
        }
        #expect(chip.copyCount == 50_010)
        keep(0x3F)
        chip.brownOut()
        #expect(chip.readScratchpad()[4] == 0x7F)
    }
}
