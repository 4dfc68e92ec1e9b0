import RueSensors
import RueSensorsSimulation
import Testing

/// What the driver sends, byte for byte.
@Suite struct BME280WireTests {
    private static let setUp: [PlaybackI2CBus.Step] =
        [
            .transfer(0x76, [0xD0], answer: [0x60]),
            .transfer(0x76, [0xE0, 0xB6]),
            .transfer(0x76, [0xF3], answer: [0x01]),
            .transfer(0x76, [0xF3], answer: [0x00]),
        ] + calibration + calibration

    private static let calibration: [PlaybackI2CBus.Step] = [
        .transfer(0x76, [0x88], answer: Oracle.kernel.memory),
        .transfer(0x76, [0xE1], answer: Oracle.kernel.humidityMemory ?? []),
    ]

    private static let data = RawData.bytes(
        pressure: 415_148, temperature: 519_888, humidity: 30_000)

    private static let otherData = RawData.bytes(
        pressure: 415_148, temperature: 519_872, humidity: 30_000)

    private static let readings = [
        Reading(.temperature, milli: 25_080), Reading(.relativeHumidity, milli: 54_997),
        Reading(.pressure, milli: 100_653_254),
    ]

    @Test func forcedMode_twoReadings_areTheseTransfers() throws {
        let bus = PlaybackI2CBus(
            Self.setUp + [
                .transfer(0x76, [0xF5, 0x00]),
                // Humidity before measurement: the second write latches the first.
                .transfer(0x76, [0xF2, 0x01]),
                .transfer(0x76, [0xF4, 0x25]),
                // What was written is read back.
                .transfer(0x76, [0xF2], answer: [0x01, 0x08, 0x25, 0x00]),
                .transfer(0x76, [0xF2], answer: [0x01, 0x08, 0x25, 0x00]),
                .transfer(0x76, [0xF2], answer: [0x01, 0x00, 0x24, 0x00]),
                .transfer(0x76, [0xF7], answer: Self.data),
                .transfer(0x76, [0xF7], answer: Self.data),
                // The second reading looks whether the chip still knows its settings.
                .transfer(0x76, [0xF2], answer: [0x01, 0x00, 0x24, 0x00]),
                .transfer(0x76, [0xF2, 0x01]),
                .transfer(0x76, [0xF4, 0x25]),
                .transfer(0x76, [0xF2], answer: [0x01, 0x08, 0x25, 0x00]),
                .transfer(0x76, [0xF2], answer: [0x01, 0x00, 0x24, 0x00]),
                .transfer(0x76, [0xF7], answer: Self.data),
                .transfer(0x76, [0xF7], answer: Self.data),
            ])
        let clock = VirtualClock()
        clock.recordsSleeps = true
        let sensor = BME280(bus: bus, address: 0x76, clock: clock)
        #expect(try sensor.start() == 9300)
        #expect(clock.recordedSleeps == [2000, 2000])
        clock.advance(microseconds: 9300)
        #expect(try sensor.collect() == .pending(microseconds: 2000))
        #expect(try sensor.collect() == .readings(Self.readings))
        #expect(try sensor.start() == 9300)
        #expect(try sensor.collect() == .readings(Self.readings))
        #expect(bus.isFinished, "\(bus.mismatch ?? "")")
        #expect(clock.recordedSleeps == [2000, 2000])
    }

    @Test func normalMode_oversampledAndFiltered_isTheseTransfers() throws {
        let bus = PlaybackI2CBus(
            Self.setUp + [
                .transfer(0x76, [0xF5, 0xB0]),
                .transfer(0x76, [0xF2, 0x03]),
                .transfer(0x76, [0xF4, 0x57]),
                .transfer(0x76, [0xF2], answer: [0x03, 0x08, 0x57, 0xB0]),
                .transfer(0x76, [0xF7], answer: Self.data),
                .transfer(0x76, [0xF7], answer: Self.data),
                .transfer(0x76, [0xF2], answer: [0x03, 0x08, 0x57, 0xB0]),
                // A conversion ends between two bursts: the third is as the second.
                .transfer(0x76, [0xF7], answer: Self.otherData),
                .transfer(0x76, [0xF7], answer: Self.data),
                .transfer(0x76, [0xF7], answer: Self.data),
                .transfer(0x76, [0xF4, 0x00]),
            ])
        let sensor = BME280(
            bus: bus, address: 0x76, clock: VirtualClock(),
            configuration: BME280.Configuration(
                temperature: .x2, pressure: .x16, humidity: .x4, filter: .x16,
                mode: .normal(standby: .milliseconds1000)))
        #expect(try sensor.start() == 1250 + 4600 + 37_375 + 9775)
        #expect(try sensor.collect() == .readings(Self.readings))
        #expect(try sensor.start() == 0)
        #expect(try sensor.collect() == .readings(Self.readings))
        try sensor.stop()
        #expect(bus.isFinished, "\(bus.mismatch ?? "")")
    }

    @Test func bmp280_reading_writesNoHumidityRegister() throws {
        let data = RawData.bytes(pressure: 415_148, temperature: 519_888, humidity: nil)
        let bus = PlaybackI2CBus([
            .transfer(0x77, [0xD0], answer: [0x58]),
            .transfer(0x77, [0xE0, 0xB6]),
            .transfer(0x77, [0xF3], answer: [0x00]),
            .transfer(0x77, [0x88], answer: Oracle.bosch.memory),
            .transfer(0x77, [0x88], answer: Oracle.bosch.memory),
            .transfer(0x77, [0xF5, 0x00]),
            .transfer(0x77, [0xF4, 0x25]),
            .transfer(0x77, [0xF2], answer: [0x00, 0x08, 0x25, 0x00]),
            .transfer(0x77, [0xF2], answer: [0x00, 0x00, 0x24, 0x00]),
            .transfer(0x77, [0xF7], answer: data),
            .transfer(0x77, [0xF7], answer: data),
        ])
        let clock = VirtualClock()
        let sensor = BME280(bus: bus, address: 0x77, clock: clock)
        #expect(
            try sensor.read(sleepingOn: clock) == [
                Reading(.temperature, milli: 25_080), Reading(.pressure, milli: 100_653_254),
            ])
        #expect(bus.isFinished, "\(bus.mismatch ?? "")")
    }
}
