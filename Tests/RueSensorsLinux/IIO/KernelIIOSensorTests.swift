import Foundation
import RueSensors
import RueSensorsSimulation
import Testing

@testable import RueSensorsLinux

@Suite struct KernelIIOSensorTests {
    private let folder: FakeIIOFolder
    private let clock = VirtualClock()

    init() throws { folder = try FakeIIOFolder() }

    private func sensor(
        _ chip: KernelIIOSensor.Chip, _ device: String? = nil
    ) -> KernelIIOSensor {
        KernelIIOSensor(chip, device: device, clock: clock, folder: folder.path)
    }

    private func addBME280(number: Int = 0) throws {
        try folder.add(
            "bme280", temperature: "25080", humidity: "54997", pressure: "100.653253906",
            number: number)
    }

    private static let air = [
        Reading(.temperature, milli: 25_080), Reading(.relativeHumidity, milli: 54_997),
        Reading(.pressure, milli: 100_653_254),
    ]

    @Test func bme280_asTheKernelWritesIt_isReadAgainAndAgain() throws {
        try addBME280()
        let sensor = sensor(.bme280)
        #expect(sensor.quantities == Self.air.map(\.quantity))
        for _ in 0..<3 { #expect(try sensor.sample() == Self.air) }
        #expect(sensor.reading == nil)
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
    }

    @Test func bmp280_besideOthers_isFoundByItsName() throws {
        try folder.add("mcp3008", number: 0)
        try folder.add("bmp280", temperature: "-40000", pressure: "30", number: 3)
        #expect(
            try sensor(.bmp280).sample() == [
                Reading(.temperature, milli: -40_000), Reading(.pressure, milli: 30_000_000),
            ])
    }

    @Test(arguments: ["dht11@4", "dht11", "humidity_sensor", "humidity_sensor@0"])
    func dht_asTheDeviceTreeCallsIt_isFound(name: String) throws {
        try folder.add(name, temperature: "-10100", humidity: "65200")
        #expect(
            try sensor(.dht22).sample() == [
                Reading(.temperature, milli: -10_100), Reading(.relativeHumidity, milli: 65_200),
            ])
    }

    @Test(arguments: ["iio:device1", "bmp180"])
    func device_askedForByNameOrFolder_isThatOne(device: String) throws {
        try folder.add("bmp280", temperature: "1", pressure: "99", number: 0)
        try folder.add("bmp180", temperature: "2", pressure: "98", number: 1)
        #expect(try sensor(.bmp280, device).sample()[0].milli == 2)
    }
}

// MARK: What is there

extension KernelIIOSensorTests {
    @Test func start_withoutADevice_saysWhichOverlay() throws {
        for chip in [KernelIIOSensor.Chip.bme280, .bmp280, .dht22, .dht11] {
            let error = SensorError.bus(
                .noKernelSensor(folder: folder.path, overlay: chip.overlay))
            #expect(throws: error) { try sensor(chip).start() }
        }
        let missing = KernelIIOSensor(.dht22, clock: clock, folder: folder.path + "/none")
        let error = #expect(throws: SensorError.self) { try missing.start() }
        #expect(
            error?.description == "the kernel has no sensor in \(folder.path)/none (add "
                + "`dtoverlay=dht11,gpiopin=4` to /boot/firmware/config.txt and restart)")
        #expect(KernelIIOSensor.Chip.bme280.overlay == "dtoverlay=i2c-sensor,bme280")
    }

    @Test func start_withOtherDevicesOnly_listsThem() throws {
        try folder.add("dht11@4", number: 0)
        try folder.add("bmp180", number: 2)
        let found = ["iio:device0 (dht11@4)", "iio:device2 (bmp180)"]
        let error = #expect(throws: SensorError.self) { try sensor(.bme280).start() }
        #expect(
            error
                == .bus(
                    .noSuchKernelSensor(
                        name: "a BME280", found: found, overlay: "dtoverlay=i2c-sensor,bme280")))
        #expect(
            error?.description == "a BME280 is not among the kernel's sensors, there are: "
                + "iio:device0 (dht11@4), iio:device2 (bmp180) (`dtoverlay=i2c-sensor,bme280` in "
                + "/boot/firmware/config.txt loads its driver)")
        #expect(throws: SensorError.self) { try sensor(.dht22, "dht11@17").start() }
    }

    @Test func start_withSeveral_wantsAName() throws {
        try addBME280()
        try addBME280(number: 1)
        let found = ["iio:device0 (bme280)", "iio:device1 (bme280)"]
        for device in [nil, "bme280"] {
            #expect(throws: SensorError.bus(.severalKernelSensors(found: found))) {
                try sensor(.bme280, device).start()
            }
        }
        #expect(try sensor(.bme280, "iio:device1").sample() == Self.air)
    }

    @Test func device_thatAppearsLater_isFound_andSoIsOneThatMoved() throws {
        let sensor = sensor(.bme280)
        #expect(throws: SensorError.self) { try sensor.start() }
        try addBME280()
        #expect(try sensor.sample() == Self.air)
        try folder.remove()
        #expect(throws: SensorError.self) { try sensor.start() }
        try addBME280(number: 7)
        #expect(try sensor.sample() == Self.air)
    }

    @Test func device_thatVanishesDuringASample_isAnErrorAtEachValue() throws {
        for (index, channel) in Self.channels.enumerated() {
            try addBME280()
            // A folder that is going away loses its files first.
            try folder.remove(channel)
            let sensor = sensor(.bme280)
            _ = try sensor.start()
            for _ in 0..<index {
                try sensor.waitForThread()
                #expect(try sensor.collect() == .pending(microseconds: 20_000))
            }
            try sensor.waitForThread()
            try folder.remove()
            #expect(
                throws: SensorError.bus(
                    .noKernelSensor(folder: folder.path, overlay: "dtoverlay=i2c-sensor,bme280"))
            ) { try sensor.collect() }
            #expect(throws: SensorError.notStarted) { try sensor.collect() }
            try addBME280()
            #expect(try sensor.sample() == Self.air)
        }
    }

    private static let channels = [
        "in_temp_input", "in_humidityrelative_input", "in_pressure_input",
    ]

    @Test func value_thatTheDeviceDoesNotHave_isSaid() throws {
        try folder.add("bme280", temperature: "25080", pressure: "100.6")
        #expect(throws: SensorError.unsupported("humidity (the kernel's iio:device0 (bme280))")) {
            try sensor(.bme280).sample()
        }
    }
}

// MARK: What may be read

extension KernelIIOSensorTests {
    @Test(arguments: ["", "garbage", "25080 m", "\u{1B}[2J", "0x61F8", "nan"])
    func text_thatIsNoNumber_isAnErrorAndThenRecovers(text: String) throws {
        try addBME280()
        let sensor = sensor(.bme280)
        for channel in Self.channels {
            try folder.write(text, channel)
            let error = #expect(throws: SensorError.self) { try sensor.sample() }
            let path = folder.path + "/iio:device0/" + channel
            let shown = text.replacingOccurrences(of: "\u{1B}", with: "?")
            #expect(error == .bus(.malformed(path: path, text: shown)))
            try addBME280()
            #expect(try sensor.sample() == Self.air)
        }
    }

    @Test func file_thatIsTooLong_orNone_isTheSystemsError() throws {
        try addBME280()
        try folder.write(String(repeating: "1", count: 1025), "in_temp_input")
        #expect(throws: SensorError.bus(.os(errno: EFBIG))) { try sensor(.bme280).sample() }
        try folder.remove("in_temp_input")
        try folder.makeFolder("in_temp_input")
        #expect(throws: SensorError.bus(.os(errno: EISDIR))) { try sensor(.bme280).sample() }
    }

    /// Reading its own memory at 0 fails with EIO, as reading a chip does.
    @Test func device_thatTheKernelCannotRead_saysSo() throws {
        try folder.add("dht11@4", humidity: "50000")
        try folder.link("in_temp_input", to: "/proc/self/mem")
        #expect(throws: SensorError.bus(.damagedAnswer)) { try sensor(.dht22).sample() }
    }

    /// What the kernel's driver makes of −0.9 °C from a clone that counts in two's complement: its
    /// arithmetic, in which fifteen bits are a magnitude.
    private static func naive(_ raw: UInt16) -> Int64 {
        Int64(raw & 0x7FFF) * (raw & 0x8000 == 0 ? 100 : -100)
    }

    @Test func dht22_cloneBelowZero_isOutOfRangeAndNoTemperature() throws {
        let milli = Self.naive(0xFFF7)
        #expect(milli == -3_275_900)
        try folder.add("dht11@4", temperature: "\(milli)", humidity: "56300")
        #expect(throws: SensorError.outOfRange(quantity: .temperature, milli: milli)) {
            try sensor(.dht22).sample()
        }
    }

    @Test(
        arguments: [
            ("85001", "50000", "100", Quantity.temperature, 85_001),
            ("-40001", "50000", "100", .temperature, -40_001),
            ("20000", "100001", "100", .relativeHumidity, 100_001),
            ("20000", "-1", "100", .relativeHumidity, -1),
            ("20000", "50000", "110.000001", .pressure, 110_000_001),
            ("20000", "50000", "0", .pressure, 0),
        ] as [(String, String, String, Quantity, Int64)])
    func value_outsideTheRange_isReported(
        temperature: String, humidity: String, pressure: String, quantity: Quantity, milli: Int64
    ) throws {
        try folder.add(
            "bme280", temperature: temperature, humidity: humidity, pressure: pressure)
        #expect(throws: SensorError.outOfRange(quantity: quantity, milli: milli)) {
            try sensor(.bme280).sample()
        }
    }
}

// MARK: What takes its time

extension KernelIIOSensorTests {
    @Test func collect_whileTheKernelAsksTheDevice_isPending() throws {
        try folder.add("dht11@4", humidity: "65200")
        try folder.makePipe("in_temp_input")
        let sensor = sensor(.dht22)
        _ = try sensor.start()
        for _ in 0..<100 {
            #expect(try sensor.collect() == .pending(microseconds: 20_000))
        }
        try folder.answer("-10100\n", "in_temp_input")
        try sensor.waitForThread()
        #expect(try sensor.collect() == .pending(microseconds: 20_000))
        try sensor.waitForThread()
        #expect(
            try sensor.collect()
                == .readings([
                    Reading(.temperature, milli: -10_100),
                    Reading(.relativeHumidity, milli: 65_200),
                ]))
    }

    @Test func kernel_thatHangs_endsAtTheDeadlineAndComesBack() throws {
        try folder.add("bmp280", pressure: "99")
        try folder.makePipe("in_temp_input")
        let sensor = sensor(.bmp280)
        #expect(throws: SensorError.notReady) { try sensor.read(sleepingOn: clock) }
        #expect((8_000_000..<8_100_000).contains(clock.monotonicMicroseconds))
        let hanging = try #require(sensor.reading)
        for _ in 0..<100 {
            #expect(throws: SensorError.bus(.unanswered)) { try sensor.start() }
        }
        #expect(sensor.reading === hanging)
        try folder.answer("1\n", "in_temp_input")
        try sensor.waitForThread()
        try folder.remove("in_temp_input")
        try folder.write("2\n", "in_temp_input")
        // What came too late is not what is read now.
        #expect(try sensor.sample()[0].milli == 2)
    }

    @Test func stop_duringASample_abandonsIt() throws {
        try addBME280()
        let sensor = sensor(.bme280)
        _ = try sensor.start()
        try sensor.stop()
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
        try sensor.waitForThread()
        #expect(try sensor.sample() == Self.air)
    }

    /// For 2 s the kernel repeats a DHT's values instead of asking it.
    @Test func dht_askedWhileTheKernelRepeatsIt_isTooEarly() throws {
        try folder.add("dht11@4", temperature: "20000", humidity: "50000")
        let sensor = sensor(.dht11)
        #expect(sensor.minimumIntervalMilliseconds == 3000)
        _ = try sensor.sample()
        #expect(throws: SensorError.tooEarly(milliseconds: 2001)) { try sensor.start() }
        clock.advance(milliseconds: 2000)
        #expect(throws: SensorError.tooEarly(milliseconds: 1)) { try sensor.start() }
        clock.advance(milliseconds: 1)
        #expect(try sensor.sample().count == 2)
        #expect(self.sensor(.bme280).minimumIntervalMilliseconds == 0)
    }
}
