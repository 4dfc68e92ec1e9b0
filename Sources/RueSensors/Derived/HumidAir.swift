/// What follows from a temperature and a relative humidity, as pure functions of integers.
///
/// Everything stands on the Magnus formula over liquid water with the coefficients of WMO-No. 8
/// (*Guide to Instruments and Methods of Observation*, volume I, annex 4.B): 6.112 hPa, 17.62 and
/// 243.12 °C. The WMO vouches for it from −45 to 60 °C, so nothing is computed outside. Below 0 °C
/// too it is over water, as relative humidity is by the WMO's definition; the frost point lies a
/// little higher than the dew point.
///
/// The arithmetic adds at most one thousandth of the unit to the formula, over the whole range. A
/// sensor's own tolerance weighs far more: 3 %RH at 20 °C and 40 %RH are 1.1 °C of dew point.
///
/// ```swift
/// let point = HumidAir.dewPointMilliCelsius(
///     temperatureMilliCelsius: 21_370, relativeHumidityMilliPercent: 45_117)  // 8981
/// ```
public enum HumidAir {
    /// The temperatures for which the formula holds, in m°C.
    public static let temperaturesMilliCelsius: ClosedRange<Int64> = -45_000...60_000

    /// The pressure of water vapour in saturated air, over liquid water.
    ///
    /// - Parameter temperatureMilliCelsius: the air's temperature, −45 000…60 000 m°C.
    /// - Returns: 11 171…19 993 287 mPa; nil outside the range.
    /// - Note: WMO-No. 8, volume I, annex 4.B, without the enhancement factor of moist air (0.4 %).
    public static func saturationVapourPressureMilliPascal(
        temperatureMilliCelsius: Int64
    ) -> Int64? {
        guard temperaturesMilliCelsius.contains(temperatureMilliCelsius) else { return nil }
        return (saturationQ10(temperatureMilliCelsius) + 512) >> 10
    }

    /// The temperature to which the air must be cooled for its vapour to condense.
    ///
    /// - Parameters:
    ///   - temperatureMilliCelsius: the air's temperature, −45 000…60 000 m°C.
    ///   - relativeHumidityMilliPercent: its relative humidity, 1…100 000 m%RH.
    /// - Returns: m°C, never above the temperature; nil outside the ranges, and for air without any
    ///   vapour, which has no dew point.
    /// - Note: the Magnus formula of WMO-No. 8, annex 4.B, solved for the temperature.
    public static func dewPointMilliCelsius(
        temperatureMilliCelsius: Int64, relativeHumidityMilliPercent: Int64
    ) -> Int64? {
        guard temperaturesMilliCelsius.contains(temperatureMilliCelsius),
            (1...100_000).contains(relativeHumidityMilliPercent)
        else { return nil }
        let gamma =
            exponent(temperatureMilliCelsius)
            + FixedPoint.logarithm(of: relativeHumidityMilliPercent)
            - FixedPoint.logarithm(of: 100_000)
        return FixedPoint.rounded(offset * gamma, over: slope * FixedPoint.one / 1000 - gamma)
    }

    /// How much water vapour a cubic metre of the air holds.
    ///
    /// - Parameters:
    ///   - temperatureMilliCelsius: the air's temperature, −45 000…60 000 m°C.
    ///   - relativeHumidityMilliPercent: its relative humidity, 0…100 000 m%RH.
    /// - Returns: thousandths of a gram per cubic metre, 0…130 033; nil outside the ranges.
    /// - Note: the ideal gas law with 461.52 J/(kg·K) for water vapour (the molar gas constant over
    ///   18.0153 g/mol), and the Magnus formula of WMO-No. 8, annex 4.B.
    public static func absoluteHumidityMilligramsPerCubicMetre(
        temperatureMilliCelsius: Int64, relativeHumidityMilliPercent: Int64
    ) -> Int64? {
        guard temperaturesMilliCelsius.contains(temperatureMilliCelsius),
            (0...100_000).contains(relativeHumidityMilliPercent)
        else { return nil }
        let vapourQ10 =
            saturationQ10(temperatureMilliCelsius) * relativeHumidityMilliPercent / 100_000
        // 10⁶ mg/kg over 461.52 J/(kg·K), as a fraction of integers.
        let density = vapourQ10 * 12_500_000 / (5769 * (temperatureMilliCelsius + 273_150))
        return (density + 512) >> 10
    }

    /// Magnus' 17.62, in thousandths.
    private static let slope: Int64 = 17_620
    /// Magnus' 243.12 °C, in m°C.
    private static let offset: Int64 = 243_120

    /// 17.62·t / (243.12 °C + t), Q32.
    private static func exponent(_ milliCelsius: Int64) -> Int64 {
        FixedPoint.rounded(
            slope * milliCelsius * FixedPoint.one, over: 1000 * (offset + milliCelsius))
    }

    /// The saturation vapour pressure in mPa with 10 fractional bits.
    private static func saturationQ10(_ milliCelsius: Int64) -> Int64 {
        FixedPoint.exponential(exponent(milliCelsius), times: 611_200 << 10)
    }
}
