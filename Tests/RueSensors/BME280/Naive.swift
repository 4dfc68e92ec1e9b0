@testable import RueSensors

/// Decoders with the mistakes that drivers in the field make. The tests assert that they
/// are wrong, and so that the right ones could fail.
enum Naive {
    /// H4 and H5 read as unsigned numbers.
    static func unsignedHumidity(h1: UInt8, _ bytes: [UInt8]) throws -> BME280.HumidityCalibration {
        var trim = try BME280.HumidityCalibration(h1: h1, bytes)
        trim.h4 = Int16(bytes[3]) << 4 | Int16(bytes[4] & 0x0F)
        trim.h5 = Int16(bytes[5]) << 4 | Int16(bytes[4] >> 4)
        return trim
    }

    /// The datasheet's 32-bit formula for the pressure (§8.2), in Pa.
    static func pressure32(_ c: BME280.Calibration, raw: Int32, fine: Int32) -> Int32 {
        let t = (fine >> 1) - 64_000
        var offset = (((t >> 2) * (t >> 2)) >> 11) * Int32(c.p6)
        offset += (t * Int32(c.p5)) << 1
        offset = (offset >> 2) + (Int32(c.p4) << 16)
        let square = (Int32(c.p3) * (((t >> 2) * (t >> 2)) >> 13)) >> 3
        let slope = (square + ((Int32(c.p2) * t) >> 1)) >> 18
        let scale = ((32_768 + slope) * Int32(c.p1)) >> 15
        let counts = UInt32(bitPattern: 1_048_576 - raw - (offset >> 12)) &* 3125
        let pressure = Int32((counts << 1) / UInt32(scale))
        let bend = (Int32(c.p9) * Int32(((pressure >> 3) * (pressure >> 3)) >> 13)) >> 12
        let correction = (Int32(pressure >> 2) * Int32(c.p8)) >> 13
        return pressure + ((bend + correction + Int32(c.p7)) >> 4)
    }

    /// The values of a burst that was read once, with the typical calibration; none if the driver
    /// would notice that they lie outside the chip's range.
    static func oneBurst(_ bytes: [UInt8]) throws -> [Reading] {
        let settings = try BME280.Settings(BME280.Configuration(), on: .bme280)
        let calibration = try Oracle.kernel.calibration
        do throws(SensorError) {
            return try BME280.readings(
                from: BME280.Sample(bytes), calibration: calibration, settings: settings)
        } catch {
            return []
        }
    }

    /// The temperature in m°C, of whatever calibration came: T1…T3 lead its bytes.
    static func temperature(calibration bytes: [UInt8], raw: UInt32) -> Int64 {
        let t1 = Int64(bytes[0]) | Int64(bytes[1]) << 8
        let t2 = Int64(Int16(bitPattern: UInt16(bytes[2]) | UInt16(bytes[3]) << 8))
        let t3 = Int64(Int16(bitPattern: UInt16(bytes[4]) | UInt16(bytes[5]) << 8))
        let linear = (((Int64(raw) >> 3) - (t1 << 1)) * t2) >> 11
        let offset = (Int64(raw) >> 4) - t1
        let fine = linear + ((((offset * offset) >> 12) * t3) >> 14)
        return ((fine * 5 + 128) >> 8) * 10
    }

    /// A byte of what an SMBus read returns, which is a number below 0 when nothing answered.
    static func byte(ofResult result: Int32) -> UInt8 { UInt8(truncatingIfNeeded: result) }
}
