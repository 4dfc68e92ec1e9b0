extension BME280 {
    /// The raw values of one conversion, all from one burst, which the chip keeps together (§4).
    struct Sample: Equatable {
        let pressure: UInt32
        let temperature: UInt32
        let humidity: UInt32?

        /// What an unmeasured channel holds: after a reset, or when it is skipped (§5.4.7–5.4.9).
        static let absent: UInt32 = 0x80000
        static let absentHumidity: UInt32 = 0x8000

        /// Decodes 8 bytes from 0xF7, or 6 on a chip without humidity.
        init(_ bytes: [UInt8]) {
            pressure = Sample.twenty(bytes[0], bytes[1], bytes[2])
            temperature = Sample.twenty(bytes[3], bytes[4], bytes[5])
            humidity = bytes.count >= 8 ? UInt32(bytes[6]) << 8 | UInt32(bytes[7]) : nil
        }

        private static func twenty(_ high: UInt8, _ middle: UInt8, _ low: UInt8) -> UInt32 {
            UInt32(high) << 12 | UInt32(middle) << 4 | UInt32(low) >> 4
        }

        /// Whether some channel that is on holds the value of an absent one. By itself that proves
        /// nothing, for it is also the middle of the scale: 0x8000 is an everyday humidity.
        func hasAbsentValue(_ settings: Settings) -> Bool {
            temperature == Sample.absent
                || settings.hasPressure && pressure == Sample.absent
                || settings.hasHumidity && humidity == Sample.absentHumidity
        }

        /// Whether every channel that is on holds it: nothing was measured at all.
        func isAbsent(_ settings: Settings) -> Bool {
            temperature == Sample.absent
                && (!settings.hasPressure || pressure == Sample.absent)
                && (!settings.hasHumidity || humidity == Sample.absentHumidity)
        }
    }

    /// Turns raw values into readings. Refuses what the chip cannot have measured.
    static func readings(
        from sample: Sample, calibration: Calibration, settings: Settings
    ) throws(SensorError) -> [Reading] {
        let fine = calibration.fineTemperature(raw: sample.temperature)
        let temperature = Calibration.centiCelsius(fine: fine) * 10
        guard (-40_000...85_000).contains(temperature) else {
            throw .outOfRange(quantity: .temperature, milli: temperature)
        }
        var readings = [Reading(.temperature, milli: temperature)]
        if settings.hasHumidity, let raw = sample.humidity, let trim = calibration.humidity {
            let humidity = trim.humidityQ10(raw: raw, fine: fine)
            readings.append(Reading(.relativeHumidity, milli: (humidity * 1000 + 512) >> 10))
        }
        if settings.hasPressure {
            guard let pressure = calibration.pressureQ8(raw: sample.pressure, fine: fine) else {
                throw .invalidCalibration
            }
            readings.append(try pressureReading(q8: pressure))
        }
        return readings
    }

    private static func pressureReading(q8: Int64) throws(SensorError) -> Reading {
        // 300…1100 hPa (§1.1). Compared before scaling, so that nonsense cannot overflow.
        guard (30_000 << 8...110_000 << 8).contains(q8) else {
            throw .outOfRange(quantity: .pressure, milli: (q8 >> 8) &* 1000)
        }
        return Reading(.pressure, milli: (q8 * 1000 + 128) >> 8)
    }
}
