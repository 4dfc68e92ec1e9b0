@testable import RueSensors

/// The datasheet's floating-point formulas (BST-BME280-DS002 §8.1): an oracle for the integer ones,
/// and nothing else.
enum FloatingPoint {
    /// The fine temperature, 1/5120 °C.
    static func temperature(_ c: BME280.Calibration, raw: UInt32) -> Double {
        let adc = Double(raw)
        let linear = (adc / 16_384 - Double(c.t1) / 1024) * Double(c.t2)
        let offset = adc / 131_072 - Double(c.t1) / 8192
        return linear + offset * offset * Double(c.t3)
    }

    /// Pressure in Pa.
    static func pressure(_ c: BME280.Calibration, raw: UInt32, fine: Double) -> Double {
        let t = fine / 2 - 64_000
        var offset = t * t * Double(c.p6) / 32_768 + t * Double(c.p5) * 2
        offset = offset / 4 + Double(c.p4) * 65_536
        let slope = (Double(c.p3) * t * t / 524_288 + Double(c.p2) * t) / 524_288
        let scale = (1 + slope / 32_768) * Double(c.p1)
        let linear = (1_048_576 - Double(raw) - offset / 4096) * 6250 / scale
        let square = Double(c.p9) * linear * linear / 2_147_483_648
        let correction = linear * Double(c.p8) / 32_768
        return linear + (square + correction + Double(c.p7)) / 16
    }

    /// Relative humidity in percent, held to 0…100.
    static func humidity(_ h: BME280.HumidityCalibration, raw: UInt32, fine: Double) -> Double {
        let t = fine - 76_800
        let counts = Double(raw) - (Double(h.h4) * 64 + Double(h.h5) / 16_384 * t)
        let curve = 1 + Double(h.h6) / 67_108_864 * t * (1 + Double(h.h3) / 67_108_864 * t)
        let linear = counts * Double(h.h2) / 65_536 * curve
        return min(max(linear * (1 - Double(h.h1) * linear / 524_288), 0), 100)
    }
}
