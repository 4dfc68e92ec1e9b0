@testable import RueSensors

/// Calibrations around those of real chips.
enum RandomChip {
    static func calibration(_ random: inout some RandomNumberGenerator) -> BME280.Calibration {
        calibration { Int.random(in: $0, using: &random) }
    }

    /// Every number at one end of its range or the other.
    static func corner(_ random: inout some RandomNumberGenerator) -> BME280.Calibration {
        calibration { Bool.random(using: &random) ? $0.lowerBound : $0.upperBound }
    }

    private static func calibration(_ word: (ClosedRange<Int>) -> Int) -> BME280.Calibration {
        let values = [
            word(27_000...28_600), word(25_900...26_800), word(-1100...400),
            word(35_500...38_800), word(-11_000...(-10_400)), word(2900...3150),
            word(2500...8100), word(-150...250), word(-8...(-6)), word(9500...15_800),
            word(-15_000...(-9500)), word(3800...6200),
        ]
        let h4 = word(-200...450)
        let h5 = word(-80...80)
        let humidity =
            Oracle.words([word(330...400)]) + [
                UInt8(word(0...8)), UInt8(truncatingIfNeeded: h4 >> 4),
                UInt8(truncatingIfNeeded: h4 & 15 | (h5 & 15) << 4),
                UInt8(truncatingIfNeeded: h5 >> 4), UInt8(word(25...33)),
            ]
        let main = Oracle.words(values) + [0, UInt8(word(60...90))]
        guard let calibration = try? BME280.Calibration(main, humidity: humidity) else {
            preconditionFailure("an ordinary calibration is refused")
        }
        return calibration
    }

    /// A raw value that lies between −40 and 85 °C on this chip.
    static func rawTemperature(
        _ calibration: BME280.Calibration, _ random: inout some RandomNumberGenerator
    ) -> UInt32 {
        while true {
            let raw = UInt32.random(in: 300_000...750_000, using: &random)
            let fine = calibration.fineTemperature(raw: raw)
            if (-4000...8500).contains(BME280.Calibration.centiCelsius(fine: fine)) { return raw }
        }
    }
}
