import Testing

@testable import RueSensors

@Suite struct BME280CalibrationTests {
    @Test func decode_boschExample_givesEveryNumber() throws {
        let calibration = try Oracle.kernel.calibration
        #expect(calibration.t1 == 27_504)
        #expect([calibration.t2, calibration.t3] == [26_435, -1000])
        #expect(calibration.p1 == 36_477)
        #expect(
            [
                calibration.p2, calibration.p3, calibration.p4, calibration.p5, calibration.p6,
                calibration.p7, calibration.p8, calibration.p9,
            ] == [-10_685, 3024, 2855, 140, -7, 15_500, -14_600, 6000])
        let humidity = try #require(calibration.humidity)
        #expect([humidity.h1, humidity.h3] == [75, 0])
        #expect([humidity.h2, humidity.h4, humidity.h5] == [362, 313, 50])
        #expect(humidity.h6 == 30)
    }

    @Test(arguments: [
        (Int16(-40), Int16(-60)), (-1, -1), (-2048, 2047), (2047, -2048), (0, 0), (313, -16),
    ])
    func decode_signedH4AndH5_keepTheirSigns(h4: Int16, h5: Int16) throws {
        let trim = try BME280.HumidityCalibration(h1: 75, Self.memory(h4, h5))
        #expect([trim.h4, trim.h5] == [h4, h5])
    }

    @Test(arguments: [(Int16(-40), Int16(50), UInt32(8000)), (313, -60, 25_000), (-40, -60, 8000)])
    func decode_withoutTheSign_isWrong(h4: Int16, h5: Int16, raw: UInt32) throws {
        let right = try BME280.HumidityCalibration(h1: 75, Self.memory(h4, h5))
        let naive = try Naive.unsignedHumidity(h1: 75, Self.memory(h4, h5))
        #expect(naive != right)
        let fine: Int64 = 128_422
        let humidity = right.humidityQ10(raw: raw, fine: fine)
        #expect((1...102_399).contains(humidity))
        #expect(abs(naive.humidityQ10(raw: raw, fine: fine) - humidity) > 5 * 1024)
    }

    /// esphome #6174: three well-known drivers report 0 %RH on such a chip.
    @Test func humidity_negativeH4WithoutTheSign_isZero() throws {
        let naive = try Naive.unsignedHumidity(h1: 75, Self.memory(-40, 50))
        #expect(naive.humidityQ10(raw: 8000, fine: 128_422) == 0)
    }

    @Test(arguments: [UInt8(0), 0xFF])
    func decode_blankMemory_isRefused(fill: UInt8) throws {
        let blank = [UInt8](repeating: fill, count: 26)
        #expect(throws: SensorError.invalidCalibration) {
            try BME280.Calibration(blank, humidity: nil)
        }
        #expect(throws: SensorError.invalidCalibration) {
            try BME280.Calibration(
                Oracle.bosch.memory, humidity: [UInt8](repeating: fill, count: 7))
        }
    }

    @Test(arguments: [0, 6])
    func decode_zeroT1OrP1_isRefused(offset: Int) {
        var memory = Oracle.bosch.memory
        memory[offset] = 0
        memory[offset + 1] = 0
        #expect(throws: SensorError.invalidCalibration) {
            try BME280.Calibration(memory, humidity: nil)
        }
    }

    private static func memory(_ h4: Int16, _ h5: Int16) -> [UInt8] {
        let low = UInt8(truncatingIfNeeded: h4 & 15 | (h5 & 15) << 4)
        return [
            0x6A, 0x01, 0x00, UInt8(truncatingIfNeeded: h4 >> 4), low,
            UInt8(truncatingIfNeeded: h5 >> 4), 0x1E,
        ]
    }
}
