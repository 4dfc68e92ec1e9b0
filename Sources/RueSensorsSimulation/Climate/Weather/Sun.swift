/// The sun over the house at 50° N 8.5° E, to within a few minutes: no equation of time, no
/// refraction.
enum Sun {
    /// Local solar time less UTC: 8.5° of longitude.
    static let solarOffset = 34 * Span.minute

    /// The sine of the sun's declination, in 1/32 768; it is greatest on 21 June.
    static func declination(at moment: Int64) -> Int64 {
        // sin 23.44° · 32 768 = 13 035
        (IntegerSine.value(at: moment - equinox, period: Span.year) * 13_035) >> 15
    }

    /// The sine of the sun's height above the horizon; 0 at night.
    ///
    /// - Returns: 0…32 768.
    static func height(at moment: Int64) -> Int64 {
        let sine = declination(at: moment)
        let cosine = cosine(ofDeclination: sine)
        let noonward = -IntegerSine.value(
            at: moment + solarOffset + Span.day / 4, period: Span.day)
        // sin 50° and cos 50°, times 32 768.
        let height = (25_102 * sine + 21_063 * ((cosine * noonward) >> 15)) >> 15
        return max(height, 0)
    }

    /// Half the time from sunrise to sunset of the day around a moment.
    static func halfDay(at moment: Int64) -> Int64 {
        let sine = declination(at: moment)
        // tan 50° · tan δ, in 1/32 768; at most 0.52, where three terms of the arcsine suffice.
        let x = (sine * 39_051) / cosine(ofDeclination: sine)
        let square = (x * x) >> 15
        let cube = (square * x) >> 15
        let fifth = (square * cube) >> 15
        let arcsine = x + cube / 6 + (3 * fifth) / 40
        // A day in 2π.
        return 6 * Span.hour + (arcsine * 13_750_987) >> 15
    }

    /// How much of the sun comes in at a window.
    ///
    /// - Parameters:
    ///   - facing: the solar time at which the sun stands before the window.
    ///   - moment: when.
    /// - Returns: 0…32 768, the sine of the height times that of the direction.
    static func through(windowFacing facing: Int64, at moment: Int64) -> Int64 {
        let direction = IntegerSine.value(
            at: moment + solarOffset - facing + Span.day / 4, period: Span.day)
        return (height(at: moment) * max(direction, 0)) >> 15
    }

    private static func cosine(ofDeclination sine: Int64) -> Int64 {
        32_768 - (((sine * sine) >> 15) * 17_082) >> 15
    }

    /// 20 March 1970, 18:00 UTC, within a day.
    private static let equinox = 78 * Span.day + 18 * Span.hour
}
