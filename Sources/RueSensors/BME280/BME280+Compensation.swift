extension BME280.Calibration {
    /// The fine temperature that every formula starts from: 1/5120 °C (§4.2.3).
    ///
    /// Computed in 64 bits, where no calibration and no raw value can overflow.
    func fineTemperature(raw: UInt32) -> Int64 {
        let coarse = (Int64(raw) >> 3) - (Int64(t1) << 1)
        let offset = (Int64(raw) >> 4) - Int64(t1)
        let linear = (coarse * Int64(t2)) >> 11
        let square = (((offset * offset) >> 12) * Int64(t3)) >> 14
        return linear + square
    }

    /// Hundredths of a degree Celsius, the chip's own resolution.
    static func centiCelsius(fine: Int64) -> Int64 { (fine * 5 + 128) >> 8 }

    /// Pressure in 1/256 Pa, with the 64-bit formula of §4.2.3: the 32-bit one is about 3 Pa off on
    /// Bosch's own example. Nil where the formula would divide by nothing.
    ///
    /// `fine` must belong to −40…85 °C. Wrapping arithmetic, because an impossible calibration may
    /// overflow even then, and must not end the program; a possible one stays far below.
    func pressureQ8(raw: UInt32, fine: Int64) -> Int64? {
        let t = fine - 128_000
        let slope = ((t &* t &* Int64(p3)) >> 8) &+ ((t &* Int64(p2)) << 12)
        let scale = (((1 << 47) &+ slope) &* Int64(p1)) >> 33
        guard scale > 0 else { return nil }
        let offset =
            (t &* t &* Int64(p6)) &+ ((t &* Int64(p5)) << 17) &+ (Int64(p4) << 35)
        let linear = ((((1_048_576 - Int64(raw)) << 31) &- offset) &* 3125) / scale
        let square = (Int64(p9) &* (linear >> 13) &* (linear >> 13)) >> 25
        let correction = (Int64(p8) &* linear) >> 19
        return ((linear &+ square &+ correction) >> 8) &+ (Int64(p7) << 4)
    }
}

extension BME280.HumidityCalibration {
    /// Relative humidity in 1/1024 %, held to 0…100 % as the datasheet does (§4.2.3).
    ///
    /// `fine` must belong to −40…85 °C: within it 64 bits cannot overflow.
    func humidityQ10(raw: UInt32, fine: Int64) -> Int64 {
        let t = fine - 76_800
        let counts = (Int64(raw) << 14) - (Int64(h4) << 20) - Int64(h5) * t
        let curve = (((t * Int64(h6)) >> 10) * (((t * Int64(h3)) >> 11) + 32_768)) >> 10
        let gain = ((curve + 2_097_152) * Int64(h2) + 8192) >> 14
        let linear = ((counts + 16_384) >> 15) * gain
        let bend = ((((linear >> 15) * (linear >> 15)) >> 7) * Int64(h1)) >> 4
        return min(max(linear - bend, 0), 419_430_400) >> 12
    }
}
