/// Air, as the house reckons with it: water is counted as vapour, which does not change when air is
/// warmed.
struct Air {
    /// In m°C.
    var temperature: Int64
    /// The pressure of its water vapour, in mPa.
    var vapour: Int64

    /// Mixes some other air in.
    ///
    /// - Parameters:
    ///   - other: the air that comes in.
    ///   - heat: how far the temperature goes to the other's, of 65 536.
    ///   - water: how far the vapour does, of 65 536.
    mutating func mix(_ other: Air, heat: Int64, water: Int64) {
        temperature += ((other.temperature - temperature) * heat) >> 16
        vapour += ((other.vapour - vapour) * water) >> 16
    }

    /// In m%RH, not above 100 000.
    var relativeHumidity: Int64 {
        Soft.minimum(
            SaturationVapour.relativeHumidity(of: vapour, at: temperature), 99_800, width: 4000)
    }
}

extension Air {
    /// Air of a temperature with a given relative humidity.
    static func saturated(at milliCelsius: Int64, percent: Int64) -> Air {
        Air(
            temperature: milliCelsius,
            vapour: (SaturationVapour.milliPascal(at: milliCelsius) * percent) / 100)
    }
}
