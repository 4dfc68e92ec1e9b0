/// A station's pressure as it would be at sea level: what weather maps and barometers show.
public enum SeaLevel {
    /// The pressures that are reduced: a BME280's range, in mPa.
    public static let pressuresMilliPascal: ClosedRange<Int64> = 30_000_000...110_000_000
    /// The altitudes that are reduced, in mm: those of a BME280's range of pressure.
    public static let altitudesMillimetres: ClosedRange<Int64> = -500_000...9_000_000
    /// The temperatures that are taken, in m°C.
    public static let temperaturesMilliCelsius: ClosedRange<Int64> = -60_000...60_000

    /// Reduces a pressure to sea level with the barometric formula, from the temperature at the
    /// station and a lapse of 6.5 K/km below it: p · ((T + Lh) / T)^(g / RL).
    ///
    /// The arithmetic adds at most a hundred-millionth, one thousandth of a pascal. What counts is
    /// the temperature, which is that of the air **outdoors**: at 500 m, 10 K too much are 2 hPa
    /// too little. The WMO takes such a reduction for sound up to about 750 m; above, compare
    /// readings of one station only.
    ///
    /// - Parameters:
    ///   - pressureMilliPascal: the pressure at the station, 30 000 000…110 000 000 mPa.
    ///   - altitudeMillimetres: the station above sea level, −500 000…9 000 000 mm.
    ///   - temperatureMilliCelsius: the outdoor air at the station, −60 000…60 000 m°C.
    /// - Returns: mPa; nil outside the ranges.
    /// - Note: ISO 2533:1975 §2: g = 9.80665 m/s², R = 287.05287 J/(K·kg), L = 0.0065 K/m.
    public static func pressureMilliPascal(
        pressureMilliPascal: Int64, altitudeMillimetres: Int64, temperatureMilliCelsius: Int64
    ) -> Int64? {
        guard pressuresMilliPascal.contains(pressureMilliPascal),
            altitudesMillimetres.contains(altitudeMillimetres),
            temperaturesMilliCelsius.contains(temperatureMilliCelsius)
        else { return nil }
        // In units of 10⁻⁷ K, of which a millimetre is 65.
        let warming = 65 * altitudeMillimetres
        let station = 10_000 * (temperatureMilliCelsius + 273_150)
        // ln(1 + w/s) is 2·atanh(w / (2s + w)): nothing cancels at low altitudes.
        let half = FixedPoint.inverseHyperbolicTangent(
            FixedPoint.rounded(warming * FixedPoint.one, over: 2 * station + warming))
        let exponent = FixedPoint.rounded(2 * half * 525_587_981, over: 100_000_000)
        return FixedPoint.exponential(exponent, times: pressureMilliPascal)
    }
}
