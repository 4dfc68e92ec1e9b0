import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// The node's program on the kernel that a Pi Zero W has, in QEMU: I²C through i2c-dev, GPIO through
/// libgpiod 2, the network and a server outside. One visit, made once; see Deploy/testbed.
///
/// What plays the sensors shares the guest's processor, and its clock counts instructions: this shows
/// that the logic is right, and nothing of how late a real Pi's interrupts are.
@Suite(.serialized) struct TestbedTests {
    private let pi: TestbedVisit

    init() throws { pi = try TestbedVisit.simulators.get() }

    @Test func probe_bme280OnAnSMBusAdapter_isFoundAndDescribed() throws {
        let probe = try pi.section("probe")
        #expect(probe.status == 0)
        #expect(probe.lines.contains { $0.hasSuffix(" 0x76: BME280") })
        #expect(probe.lines.contains("    driver: bme280"))
        #expect(probe.lines.last == "found.yaml: good: node 'my-node' with 1 sensor")
        // Nothing is at 0x77 of that bus, and an empty address is not worth a line.
        #expect(!probe.lines.contains { $0.contains("errno") }, "\(probe.lines)")
    }

    @Test func probe_recordsTheChip_andTheRecordingPlaysToTheSameReading() throws {
        let lines = try pi.section("recording").lines
        #expect(lines.first?.hasPrefix("# Recorded by rue-agent ") == true, "\(lines)")
        let bus = try PlaybackI2CBus(fixture: lines.joined(separator: "\n"))
        let clock = VirtualClock()
        let readings = try BME280(bus: bus, address: 0x76, clock: clock).read(sleepingOn: clock)
        #expect(bus.isFinished, "\(bus.mismatch ?? "transfers are left")")
        #expect(readings.map(\.quantity) == [.temperature, .relativeHumidity, .pressure])
        // As the Pi itself computed it from the same bytes.
        for reading in readings {
            #expect(lines.contains("# " + reading.description), "\(lines)")
        }
    }

    @Test func probe_recordingOverARecording_isRefused() throws {
        let again = try pi.section("again")
        #expect(again.status == 74)
        #expect(
            again.lines == [
                "rue-agent: chips.txt is there already, and is not overwritten; name another file"
            ])
    }

    @Test func probe_diskFullWhileRecording_saysSoAndKeepsNothing() throws {
        let full = try pi.section("full")
        #expect(full.status == 74)
        #expect(
            Array(full.lines.suffix(2)) == [
                "rue-agent: cannot write full/chips.txt: No space left on device; no recording was "
                    + "kept",
                "filler",
            ], "\(full.lines)")
    }

    /// A driver that shows no sensor: its address is not asked for, the wiring is not blamed, and what
    /// is advised, done by a shell, makes the chip be found.
    @Test func probe_chipOfAnotherDriver_saysHowItIsLetGo_andThatWorks() throws {
        let held = try pi.section("held")
        let line = try #require(held.lines.first { $0.contains("driver dummy") }, "\(held.lines)")
        #expect(
            line.contains(" 0x76: held by the kernel's driver dummy; to read it with Rue, let go "))
        #expect(held.status == 69)
        #expect(
            held.lines.contains(
                "rue-agent: where a sensor could be on an I2C bus, a driver of the kernel has the "
                    + "address; how it lets go is said above."))
        #expect(!held.lines.contains { $0.contains("check the wiring and the power") })
        #expect(held.lines.contains("    driver: bme280"), "\(held.lines)")
    }

    @Test func probe_chipOfTheKernelsOwnDriver_isOfferedAsBusIIO() throws {
        let lines = try pi.section("claimed").lines
        #expect(
            lines.contains {
                $0.hasSuffix(
                    " 0x76: held by the kernel's driver bmp280, which shows it as iio:device0")
            }, "\(lines)")
        let start = try #require(lines.firstIndex(of: "  - id: air"), "\(lines)")
        #expect(
            Array(lines[start...].prefix(4)) == [
                "  - id: air", "    driver: bme280", "    bus: iio", "    interval: 10s",
            ])
        #expect(lines.contains("claimed.yaml: good: node 'my-node' with 1 sensor"))
    }

    @Test func probe_gpioChips_areToldWithTheirLines() throws {
        let lines = try pi.section("probe").lines
        #expect(
            lines.contains { $0.hasPrefix("/dev/gpiochip") && $0.hasSuffix(", 8 lines") },
            "\(lines)")
        #expect(lines.contains("/dev/gpiochip0: pinctrl-bcm2835, 54 lines"), "\(lines)")
    }

    @Test func probe_busThatNeverEndsATransfer_isTimedOutAndNotAnEmptyAddress() throws {
        let probe = try pi.section("probe")
        #expect(
            probe.lines.contains {
                $0.hasPrefix("/dev/i2c-1 0x76: the bus did not finish in time")
            })
        // Once is enough.
        #expect(!probe.lines.contains { $0.hasPrefix("/dev/i2c-1 0x77") }, "\(probe.lines)")
    }

    @Test func bme280_readThroughI2CDev_equalsWhatTheKernelsDriverSays() throws {
        try pi.expectAirAsTheKernelHasIt()
    }

    @Test func bme280_takenByTheKernelsDriver_saysSoAndComesBack() throws {
        let faults = try pi.values("air_fault", as: String.self).map(\.value)
        #expect(!faults.isEmpty)
        #expect(
            faults.allSatisfy { $0.contains("is held by the kernel's driver bmp280") }, "\(faults)")
        let log = try pi.section("run").lines
        #expect(log.contains { $0.contains("sensor air works again") }, "\(log)")
    }

    @Test func bme280_readThroughTheKernelsDriver_isWhatItSays() throws {
        for (series, value) in [
            ("window_temperature", 25.080), ("window_pressure", 100_653.254),
            ("window_humidity", 54.997),
        ] {
            let readings = try pi.values(series, as: Double.self).map(\.value)
            #expect(!readings.isEmpty && readings.allSatisfy { $0 == value }, "\(readings)")
        }
        // Before the driver has the chip, and afterwards.
        let faults = try pi.values("window_fault", as: String.self).map(\.value)
        #expect(!faults.isEmpty)
        #expect(
            faults.allSatisfy { $0.contains("`dtoverlay=i2c-sensor,bme280`") }, "\(faults)")
    }

    @Test func dht22_framesAtRealSpeed_areDecodedThroughLibgpiod2() throws {
        let temperatures = try pi.values("bath_temperature", as: Double.self).map(\.value)
        let humidities = try pi.values("bath_humidity", as: Double.self).map(\.value)
        let sent = TestbedFrame.all.compactMap(\.values)
        // In no order: the guest's clock, which runs ahead when it waits, goes by the server's, so that
        // a reading may be dated before the last one.
        let came = zip(temperatures, humidities).map { "\($0) \($1)" }
        #expect(
            came.sorted() == sent.map { "\($0.temperature) \($0.humidity)" }.sorted(),
            "\(pi.output)")
        #expect(temperatures.count == humidities.count)
    }

    /// One damaged frame is tried again and is no fault; three of them are one.
    @Test func dht22_threeDamagedFrames_areOneFaultAndNoReading() throws {
        let faults = try pi.values("bath_fault", as: String.self).map(\.value)
        #expect(faults.filter { $0.contains("checksum") }.count == 1, "\(faults)")
    }

    @Test func dht22_lineOfAnotherProgram_namesIt() throws {
        let faults = try pi.values("shed_fault", as: String.self).map(\.value)
        #expect(
            faults.contains { $0.contains("line 5 of /dev/gpiochip1 is held by \"rue\"") },
            "\(faults)")
    }

    @Test func dht22_absentOnARealLine_isSilenceAndNoOtherError() throws {
        let faults = try pi.values("hall_fault", as: String.self).map(\.value)
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { $0.hasPrefix("nothing answers") }, "\(faults)")
    }

    @Test func bme280_onABusThatNeverEndsATransfer_isTimedOutWhileOthersGoOn() throws {
        let faults = try pi.values("roof_fault", as: String.self).map(\.value)
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { $0.hasPrefix("the bus did not finish in time") }, "\(faults)")
    }

    /// The stub says ENODEV where nothing is, the real controller ETIMEDOUT where no transfer ends.
    @Test func bme280_absent_isAMissingAcknowledgeAndNoTimeout() throws {
        let faults = try pi.values("void_fault", as: String.self).map(\.value)
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { $0.hasPrefix("nothing answers at this address") }, "\(faults)")
    }

    @Test func sensors_onOneBus_shareOneDescriptor_andLinesAreLetGo() throws {
        // Two sensors are on the stub's bus, one on the controller's.
        let open = try pi.section("descriptors").lines
        let buses = open.filter { $0.hasPrefix("/dev/i2c-") }
        #expect(buses.count == 2, "\(open)")
        #expect(Set(buses).count == 2 && buses.contains("/dev/i2c-1"), "\(open)")
        // Those of the two supplies, which are held, and at most one of a capture; there were dozens.
        let chips = open.filter { $0.hasPrefix("/dev/gpiochip") }
        #expect((2...3).contains(chips.count), "\(open)")
    }

    /// The kernel's record of the line that the agent's DHT22 gets its supply from.
    @Test func supplyOfADHT22_onARealLine_isOnWhileTheAgentRunsAndOffAtTheEnd() throws {
        #expect(try pi.section("power").lines.contains("1"))
        let events = try pi.section("supply").lines.map { $0.split(separator: " ").dropFirst(2) }
        let states = events.filter { $0.first == "set" }.map { $0.joined(separator: " ") }
        #expect(states.first == "set 1" && states.last == "set 0", "\(events)")
        #expect(events.contains { $0.first == "out" }, "\(events)")
    }

    /// On at 0 V here, so that off is a 1: in between, and at the end.
    @Test func supplyOfADHT22ThatHangs_onTheRealController_isInterruptedForASecond() throws {
        let sets = try pi.section("hanging").lines.map { $0.split(separator: " ") }
            .filter { $0.count == 4 && $0[2] == "set" }
        #expect(sets.first?[3] == "0" && sets.last?[3] == "1", "\(sets)")
        let off = try #require(sets.firstIndex { $0[3] == "1" })
        let on = try #require(sets[off...].first { $0[3] == "0" }, "\(sets)")
        let time = { (event: [Substring]) throws in try #require(Double(event[1])) }
        #expect((1...1.5).contains(try time(on) - time(sets[off])), "\(sets)")
    }

    /// `Snippets/SwitchFan.swift` as it is: a fan that is on at 0 V, for five seconds.
    @Test func switchFan_onTheRealController_isOnAtOnce_namedAsHolder_andOffWhenItLetsGo() throws {
        let fan = try pi.section("fan")
        #expect(fan.status == 0)
        try #require(fan.lines.count == 6, "\(fan.lines)")
        #expect(fan.lines[0].contains("|rue ") && fan.lines[0].hasSuffix("out lo ACTIVE LOW"))
        #expect(
            fan.lines[1]
                == "fan on GPIO 17: line 17 of /dev/gpiochip0 is held by \"rue\" (stop that program, or "
                + "remove the overlay)")
        #expect(!fan.lines[2].contains("|"), "\(fan.lines)")
        let events = fan.lines[3...].map { $0.split(separator: " ", maxSplits: 2) }
        #expect(events.map { $0[2] } == ["set 0", "out (0)", "set 1"], "\(events)")
        let times = try events.map { try #require(Double($0[1])) }
        #expect((5...6).contains(times[2] - times[0]), "\(times)")
    }

    /// Through the calls that `GPIOOutput` makes; read back is the level that the controller shows.
    @Test func gpio17OfTheRealController_switched_readsBackSo() throws {
        let gpio = try pi.section("gpio")
        #expect(gpio.status == 0)
        var told: [String] = []
        for (own, kernels) in zip(gpio.lines, gpio.lines.dropFirst()) where own.hasPrefix("set ") {
            let words = kernels.split(separator: " ").map { String($0) }
            #expect(words.contains("(GPIO17") && words.contains("|rue"), "\(kernels)")
            told.append(own + ": " + words.suffix(2).joined(separator: " "))
        }
        let low = "set 0: out lo"
        let high = "set 1: out hi"
        #expect(told == [low, high, low, high], "\(gpio.lines)")
    }

    @Test func readings_atTheServerOutside_areSignedAndVerified() throws {
        #expect(try pi.section("enrol").status == 0)
        #expect(try pi.section("run").status == 0)
        #expect(pi.verdict.hasPrefix("good: "), "\(pi.verdict)")
        let readings = try pi.values("air_temperature", as: Double.self)
        #expect(!readings.isEmpty && readings.allSatisfy(\.verified))
    }
}
