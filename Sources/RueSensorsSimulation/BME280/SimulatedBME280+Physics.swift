/// What the chip's converters show for a given air: the inverse of the datasheet's compensation.
///
/// The forward direction is the **floating-point** formula of DS002 §8.1 in fixed point, not the
/// integer one that the driver uses, so that a mistake in either is seen against the other. It is
/// inverted by bisection: every formula is monotonic in the raw value. With a trimming that no chip
/// has it may not be, and numbers may wrap: then the chip shows nonsense, as a real one would.
extension SimulatedBME280.Trim {
    /// The fine temperature (1/5120 °C) with 10 fractional bits.
    func fineTemperatureQ10(raw: Int64) -> Int64 {
        let offset = raw - 16 * temperature[0]
        return ((offset * temperature[1]) >> 4) + ((offset * offset * temperature[2]) >> 24)
    }

    /// The temperature in m°C.
    func temperatureMilliCelsius(raw: Int64) -> Int64 {
        (fineTemperatureQ10(raw: raw) * 1000) / (5120 << 10)
    }

    /// The pressure in Pa with 8 fractional bits.
    func pressureQ8(raw: Int64, fineQ10: Int64) -> Int64 {
        let p = pressure
        let t = (fineQ10 >> 11) - 64_000
        let offsetQ20 = ((t * t * p[5]) >> 9) + ((t * p[4]) << 7) + (p[3] << 24)
        let slope = ((t * t * p[2]) >> 19) + t * p[1]
        let scaleQ20 = (((1 << 34) + slope) * p[0]) >> 14
        let counts = ((1_048_576 - raw) << 20) - offsetQ20
        // As the datasheet's formula (§8.1), which has 0 where nothing can be divided.
        guard scaleQ20 > 0 else { return 0 }
        let linearQ8 = ((counts &* 6250) << 8) / scaleQ20
        let linearQ4 = linearQ8 >> 4
        let square = (linearQ4 &* linearQ4 &* p[8]) >> 31
        let correction = (linearQ8 &* p[7]) >> 15
        return linearQ8 &+ ((square &+ correction &+ (p[6] << 8)) >> 4)
    }

    /// The relative humidity in percent with 16 fractional bits, not held to 0…100.
    func humidityQ16(raw: Int64, fineQ10: Int64) -> Int64 {
        let h = humidity
        let t = (fineQ10 >> 10) - 76_800
        let countsQ14 = (raw << 14) - (h[3] << 20) - h[4] * t
        let inner = (1 << 26) + h[2] * t
        let curveQ26 = (1 << 26) &+ ((h[5] &* t &* inner) >> 26)
        let gainQ28 = (curveQ26 &* h[1]) >> 14
        let linearQ16 = (countsQ14 &* gainQ28) >> 26
        return linearQ16 &- ((linearQ16 &* h[0] &* linearQ16) >> 35)
    }

    /// The raw temperature, 20 bits.
    func rawTemperature(milliCelsius: Int64) -> Int64 {
        SimulatedBME280.lowest(below: 1 << 20) {
            temperatureMilliCelsius(raw: $0) >= milliCelsius
        }
    }

    /// The raw pressure, 20 bits; it falls as the pressure rises.
    func rawPressure(milliPascal: Int64, fineQ10: Int64) -> Int64 {
        SimulatedBME280.lowest(below: 1 << 20) {
            pressureQ8(raw: $0, fineQ10: fineQ10) &* 1000 <= milliPascal << 8
        }
    }

    /// The raw humidity, 16 bits.
    func rawHumidity(milliPercent: Int64, fineQ10: Int64) -> Int64 {
        SimulatedBME280.lowest(below: 1 << 16) {
            humidityQ16(raw: $0, fineQ10: fineQ10) &* 1000 >= milliPercent << 16
        }
    }
}

extension SimulatedBME280 {
    /// The lowest number that fulfils a condition which, once true, stays true; the last one if
    /// none does.
    static func lowest(below end: Int64, where fulfils: (Int64) -> Bool) -> Int64 {
        var low: Int64 = 0
        var high = end - 1
        while low < high {
            let middle = (low + high) / 2
            if fulfils(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
