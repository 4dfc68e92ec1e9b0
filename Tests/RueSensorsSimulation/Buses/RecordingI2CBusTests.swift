import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct RecordingI2CBusTests {
    private func bme280(_ clock: VirtualClock) -> SimulatedI2CBus {
        let bus = SimulatedI2CBus()
        let chip = SimulatedBME280(clock: clock, trim: .seeded(9)) {
            Environment(temperatureMilliCelsius: -12_340)
        }
        bus.attach(chip, at: 0x77)
        return bus
    }

    /// A simulated chip is recorded by the real driver; the recording, as text, is then all that the
    /// same driver has.
    @Test func bme280_recordedAndPlayed_readsTheSame() throws {
        let clock = VirtualClock()
        let recorder = RecordingI2CBus(bme280(clock))
        recorder.note("a simulated chip\nsecond line")
        let sensor = BME280(bus: recorder, address: 0x77, clock: clock)
        let read = try sensor.read(sleepingOn: clock)
        #expect(recorder.lines.prefix(3) == ["# a simulated chip", "# second line", "77 d0 60"])

        let played = try PlaybackI2CBus(fixture: recorder.fixture)
        let second = VirtualClock()
        let again = BME280(bus: played, address: 0x77, clock: second)
        #expect(try again.read(sleepingOn: second) == read)
        #expect(played.isFinished, "\(played.mismatch ?? "steps are left")")
        #expect(abs(read[0].milli + 12_340) < 50)
    }

    @Test func bme280_playedAtAnotherAddress_isAMismatch() throws {
        let clock = VirtualClock()
        let recorder = RecordingI2CBus(bme280(clock))
        _ = try BME280(bus: recorder, address: 0x77, clock: clock).read(sleepingOn: clock)
        let played = try PlaybackI2CBus(fixture: recorder.fixture)
        let other = BME280(bus: played, address: 0x76, clock: clock)
        #expect(throws: SensorError.self) { try other.read(sleepingOn: clock) }
        #expect(played.mismatch?.hasPrefix("step 0: at 0x76") == true)
    }

    /// Bridge, search, conversion and scratchpad: a hundred small transfers.
    @Test func ds18b20BehindABridge_recordedAndPlayed_readsTheSame() throws {
        func sensor(_ bus: any I2CBus, _ clock: VirtualClock) -> DS18B20 {
            let bridge = DS2482(bus: bus, address: 0x18, clock: clock)
            let conversion = SharedConversion(bus: bridge, clock: clock)
            return DS18B20(probe: OneWireBusProbe(device: nil, conversion), clock: clock)
        }
        let clock = VirtualClock()
        let wire = SimulatedOneWireBus(clock: clock)
        wire.attach(
            SimulatedDS18B20(clock: clock) { Environment(temperatureMilliCelsius: 3_500) })
        let bus = SimulatedI2CBus()
        bus.attach(SimulatedDS2482(clock: clock, line: wire), at: 0x18)
        let recorder = RecordingI2CBus(bus)
        let read = try sensor(recorder, clock).read(sleepingOn: clock)
        #expect(read[0].milli == 3_500)

        let played = try PlaybackI2CBus(fixture: recorder.fixture)
        let second = VirtualClock()
        #expect(try sensor(played, second).read(sleepingOn: second) == read)
        #expect(played.isFinished, "\(played.mismatch ?? "steps are left")")
    }

    @Test(arguments: [
        BusError.noAcknowledge, .arbitrationLost, .timedOut, .busy, .unsupported, .closed,
        .shortTransfer(expected: 8, actual: 3), .os(errno: 110),
    ])
    func error_isPassedOnAndPlayedAgain(error: BusError) throws {
        let recorder = RecordingI2CBus(PlaybackI2CBus([.failure(0x08, [0xF7], reading: 8, error)]))
        let played: PlaybackI2CBus
        #expect(throws: error) {
            try recorder.transfer(address: 0x08, writing: [0xF7], reading: 8)
        }
        played = try PlaybackI2CBus(fixture: recorder.fixture)
        #expect(throws: error) {
            try played.transfer(address: 0x08, writing: [0xF7], reading: 8)
        }
        #expect(played.isFinished)
    }

    @Test func error_thatNamesAHolder_isPlayedAsBusy() throws {
        let held = BusError.addressBusy(bus: "/dev/i2c-1", address: 0x76, holder: "bmp280")
        let recorder = RecordingI2CBus(PlaybackI2CBus([.failure(0x76, [], reading: 1, held)]))
        #expect(throws: held) { try recorder.transfer(address: 0x76, writing: [], reading: 1) }
        #expect(recorder.lines == ["76 - !busy 1"])
    }

    @Test func fixture_commentsSpacesAndLineEnds_areNoMatter() throws {
        let text = "# by hand\r\n\r\n  76\td0 60 # who is it\r\n76 f401 -\r\n"
        let bus = try PlaybackI2CBus(fixture: text)
        #expect(try bus.transfer(address: 0x76, writing: [0xD0], reading: 1) == [0x60])
        #expect(try bus.transfer(address: 0x76, writing: [0xF4, 1], reading: 0) == [])
        #expect(bus.isFinished)
    }

    @Test(arguments: [
        "76 d0", "76 d 60", "7 d0 60", "7676 d0 60", "- d0 60", "76 d0 6", "76 d0 60 1",
        "76 d0 6g", "76 D0 60", "76 d0 !", "76 d0 !no-acknowledge", "76 d0 !unheard 1",
        "76 d0 !os:x 1", "76 d0 !short:1 1", "76 d0 !timed-out -1", "76 d0 !timed-out 9999",
    ])
    func fixture_thatIsNone_namesItsLine(line: String) {
        let error = #expect(throws: PlaybackI2CBus.FixtureError.self) {
            try PlaybackI2CBus(fixture: "76 d0 60\n" + line + "\n")
        }
        #expect(error?.line == 2 && error?.text == line)
    }
}
