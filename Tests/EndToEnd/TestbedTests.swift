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
        #expect(temperatures == sent.map(\.temperature), "\(pi.output)")
        #expect(humidities == sent.map(\.humidity))
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
