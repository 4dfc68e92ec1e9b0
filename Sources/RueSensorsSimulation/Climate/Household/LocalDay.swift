/// A day as the household lives it, in Central European time with its summer time.
struct LocalDay {
    /// Days since 1970-01-01.
    let index: Int64
    /// Its midnight, in UTC.
    let midnight: Int64

    /// The day around a moment.
    init(around moment: Int64) {
        // An hour's mistake in a night is none: nobody is awake when the clocks change.
        let guess = Span.whole(Span.day, in: moment + Span.hour)
        let offset = LocalDay.offset(of: guess)
        self.init(index: Span.whole(Span.day, in: moment + offset))
    }

    private init(index: Int64) {
        self.index = index
        midnight = index * Span.day - LocalDay.offset(of: index)
    }

    /// The day before.
    var yesterday: LocalDay { LocalDay(index: index - 1) }

    /// Whether it is a Saturday or a Sunday.
    var isWeekend: Bool {
        let weekday = LocalDay.weekday(of: index)
        return weekday == 0 || weekday == 6
    }

    /// 0 is a Sunday; 1 January 1970 was a Thursday.
    private static func weekday(of day: Int64) -> Int64 {
        let weekday = (day + 4) % 7
        return weekday < 0 ? weekday + 7 : weekday
    }

    /// How far the clocks are ahead of UTC: summer time is from the last Sunday of March to the
    /// last of October (Directive 2000/84/EC).
    private static func offset(of day: Int64) -> Int64 {
        // Years that begin in March have the leap day at their end.
        let sinceMarch = day + 719_468
        var year = Span.whole(146_097, in: sinceMarch * 400)
        if firstOfMarch(year) > sinceMarch { year -= 1 }
        let begin = firstOfMarch(year) - 719_468
        let isSummer = day >= sunday(notAfter: begin + 30) && day < sunday(notAfter: begin + 244)
        return isSummer ? 2 * Span.hour : Span.hour
    }

    /// Days from 1 March of the year 0 to that of a year of the Gregorian calendar.
    private static func firstOfMarch(_ year: Int64) -> Int64 {
        365 * year + Span.whole(4, in: year) - Span.whole(100, in: year) + Span.whole(400, in: year)
    }

    private static func sunday(notAfter day: Int64) -> Int64 { day - weekday(of: day) }
}
