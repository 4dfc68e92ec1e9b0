@testable import RueSensors

/// A calibration with the raw values and results that somebody else published for it.
struct Oracle: Sendable, CustomStringConvertible {
    let description: String
    let memory: [UInt8]
    let humidityMemory: [UInt8]?
    let rawTemperature: UInt32
    let rawPressure: UInt32?
    let rawHumidity: UInt32?
    let fine: Int64
    let centiCelsius: Int64?
    let pressureQ8: Int64?
    let humidityQ10: Int64?

    var calibration: BME280.Calibration {
        get throws { try BME280.Calibration(memory, humidity: humidityMemory) }
    }

    /// Bosch BST-BMP280-DS001 §3.12, worked example.
    static let bosch = Oracle(
        description: "Bosch's worked example",
        memory: words([
            27_504, 26_435, -1000, 36_477, -10_685, 3024, 2855, 140, -7, 15_500, -14_600, 6000,
        ]) + [0, 75],
        humidityMemory: nil, rawTemperature: 519_888, rawPressure: 415_148, rawHumidity: nil,
        fine: 128_422, centiCelsius: 2508, pressureQ8: 25_767_233, humidityQ10: nil)

    /// The same with H = 75, 362, 0, 313, 50, 30 as the bmp280 driver of Linux computes it: 25.080
    /// degrees, 100.653253906 kPa, 54.997 %RH.
    static let kernel = Oracle(
        description: "Linux's bmp280 driver",
        memory: bosch.memory, humidityMemory: [0x6A, 0x01, 0x00, 0x13, 0x29, 0x03, 0x1E],
        rawTemperature: 519_888, rawPressure: 415_148, rawHumidity: 30_000,
        fine: 128_422, centiCelsius: 2508, pressureQ8: 25_767_233, humidityQ10: 56_317)

    /// A published set with H = 75, 366, 0, 309, 0, 30.
    static let second = Oracle(
        description: "the second published set",
        memory: words([
            28_176, 26_220, 350, 38_237, -10_824, 3024, 7799, -99, -7, 9900, -10_230, 4285,
        ]) + [0, 75],
        humidityMemory: [0x6E, 0x01, 0x00, 0x13, 0x05, 0x00, 0x1E],
        rawTemperature: 524_112, rawPressure: 309_104, rawHumidity: 30_987,
        fine: 117_407, centiCelsius: 2293, pressureQ8: 25_611_063, humidityQ10: 64_686)

    /// A dump of a chip's memory.
    static let dump = Oracle(
        description: "the memory dump",
        memory: [
            0xB1, 0x6F, 0x2E, 0x6A, 0x32, 0x00, 0xE2, 0x8F, 0x0A, 0xD7, 0xD0, 0x0B, 0x75,
            0x1F, 0xC5, 0xFF, 0xF9, 0xFF, 0xAC, 0x26, 0x0A, 0xD8, 0xBD, 0x10, 0x00, 0x4B,
        ],
        humidityMemory: [0x77, 0x01, 0x00, 0x12, 0x20, 0x03, 0x1E],
        rawTemperature: 0x84510, rawPressure: 0x4F570, rawHumidity: 0x5EB4,
        fine: 0x22391, centiCelsius: nil, pressureQ8: 0x18B663F, humidityQ10: 0x8399)

    static let all = [bosch, kernel, second, dump]

    static func words(_ values: [Int]) -> [UInt8] {
        values.flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
        }
    }
}
