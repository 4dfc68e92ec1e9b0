/// The shape of a day's temperature (Parton and Logan, 1981): lowest at sunrise, rising as a sine
/// that peaks about two hours after noon, and from sunset on falling ever more slowly.
enum DayShape {
    /// Where the temperature is between the day's lowest and highest.
    ///
    /// - Returns: 0…32 767.
    static func value(at moment: Int64) -> Int64 {
        let solar = moment + Sun.solarOffset
        let midnight = Span.whole(Span.day, in: solar) * Span.day
        let sinceMidnight = solar - midnight
        let half = halfDay(of: midnight)
        let sunrise = Span.day / 2 - half
        let sunset = Span.day / 2 + half
        if sinceMidnight < sunrise {
            let yesterday = halfDay(of: midnight - Span.day)
            let dark = Span.day / 2 - yesterday + sunrise
            return night(sinceMidnight + Span.day / 2 - yesterday, of: dark, after: yesterday)
        }
        if sinceMidnight < sunset {
            return rise(sinceMidnight - sunrise, half: half)
        }
        let tomorrow = halfDay(of: midnight + Span.day)
        let dark = Span.day - sunset + Span.day / 2 - tomorrow
        return night(sinceMidnight - sunset, of: dark, after: half)
    }

    /// By day.
    private static func rise(_ sinceSunrise: Int64, half: Int64) -> Int64 {
        // The maximum comes later after noon when days are long.
        let lag = Span.hour + half / 6
        return IntegerSine.value(
            turn: UInt16(truncatingIfNeeded: (sinceSunrise << 14) / (half + lag)))
    }

    /// By night, from sunset's value down to 0 at sunrise, in two time constants.
    private static func night(_ sinceSunset: Int64, of dark: Int64, after half: Int64) -> Int64 {
        let left = IntegerExponential.decay(2 * sinceSunset, over: dark) - 8869
        return (rise(2 * half, half: half) * left) / (IntegerExponential.one - 8869)
    }

    private static func halfDay(of solarMidnight: Int64) -> Int64 {
        Sun.halfDay(at: solarMidnight + Span.day / 2)
    }
}
