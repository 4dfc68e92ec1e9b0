import Testing

@testable import RueSensors

@Suite struct BME280ConfigurationTests {
    private static let times: [(BME280.Configuration, UInt64)] = [
        (BME280.Configuration(), 9300),
        (BME280.Configuration(temperature: .x16, pressure: .x16, humidity: .x16), 112_800),
        (BME280.Configuration(pressure: nil, humidity: nil), 3550),
        (BME280.Configuration(temperature: .x2, pressure: .x16, humidity: nil), 43_225),
        (BME280.Configuration(humidity: .x4), 16_200),
    ]

    @Test(arguments: times)
    func measurementTime_ofEachChannelThatIsOn_isTheDatasheetsMaximum(
        configuration: BME280.Configuration, microseconds: UInt64
    ) {
        #expect(configuration.measurementMicroseconds(on: .bme280) == microseconds)
    }

    @Test func measurementTime_onBMP280_countsNoHumidity() {
        #expect(BME280.Configuration().measurementMicroseconds(on: .bmp280) == 6425)
    }

    @Test(arguments: [
        (BME280.Standby.microseconds500, UInt8(0), UInt8(0)),
        (.microseconds62500, 1, 1),
        (.milliseconds125, 2, 2),
        (.milliseconds250, 3, 3),
        (.milliseconds500, 4, 4),
        (.milliseconds1000, 5, 5),
    ])
    func standbyCode_shared_isTheSameOnBothChips(
        standby: BME280.Standby, bme: UInt8, bmp: UInt8
    ) {
        #expect(standby.code(on: .bme280) == bme)
        #expect(standby.code(on: .bmp280) == bmp)
    }

    @Test func standbyCode_6And7_dependOnTheChip() {
        #expect(BME280.Standby.milliseconds10.code(on: .bme280) == 6)
        #expect(BME280.Standby.milliseconds20.code(on: .bme280) == 7)
        #expect(BME280.Standby.milliseconds2000.code(on: .bmp280) == 6)
        #expect(BME280.Standby.milliseconds4000.code(on: .bmp280SampleA) == 7)
        #expect(BME280.Standby.milliseconds10.code(on: .bmp280) == nil)
        #expect(BME280.Standby.milliseconds20.code(on: .bmp280SampleB) == nil)
        #expect(BME280.Standby.milliseconds2000.code(on: .bme280) == nil)
        #expect(BME280.Standby.milliseconds4000.code(on: .bme280) == nil)
    }

    @Test func settings_asNumbers_areFound() {
        #expect(
            [1, 2, 4, 8, 16].map { BME280.Oversampling(samples: $0) } == [.x1, .x2, .x4, .x8, .x16])
        #expect([0, 3, 32, -1].allSatisfy { BME280.Oversampling(samples: $0) == nil })
        #expect(
            [0, 1, 2, 4, 8, 16].map { BME280.Filter(coefficient: $0) }
                == [.off, .off, .x2, .x4, .x8, .x16])
        #expect([3, 32, -1].allSatisfy { BME280.Filter(coefficient: $0) == nil })
        for standby in BME280.Standby.allCases {
            #expect(BME280.Standby(microseconds: standby.microseconds) == standby)
        }
        #expect(BME280.Standby(microseconds: 1) == nil)
    }

    @Test func settings_everyField_isAtItsBits() throws {
        let configuration = BME280.Configuration(
            temperature: .x2, pressure: .x16, humidity: .x4, filter: .x16,
            mode: .normal(standby: .milliseconds20))
        let settings = try BME280.Settings(configuration, on: .bme280)
        #expect(settings.controlHumidity == 0b011)
        #expect(settings.controlMeasurement == 0b010_101_11)
        #expect(settings.config == 0b111_100_00)
    }

    @Test func settings_skippedChannels_areZero() throws {
        let configuration = BME280.Configuration(pressure: nil, humidity: nil)
        let settings = try BME280.Settings(configuration, on: .bme280)
        #expect(settings.controlHumidity == 0)
        #expect(settings.controlMeasurement == 0b001_000_01)
    }

    @Test func settings_pauseThatTheChipLacks_isRefusedByName() {
        let configuration = BME280.Configuration(mode: .normal(standby: .milliseconds4000))
        #expect(throws: SensorError.unsupported("this standby time: it is a BME280")) {
            try BME280.Settings(configuration, on: .bme280)
        }
    }
}
