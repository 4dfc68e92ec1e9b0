/// Something that a household does on most days at about the same time.
struct Habit {
    /// What tells its chance apart from that of other habits.
    let stream: Int64
    /// Minutes after midnight on a day of work and on a weekend.
    let weekday: Int64
    let weekend: Int64
    /// How likely it is on either, of 1024.
    let weekdayChance: Int64
    let weekendChance: Int64
    /// How many minutes earlier or later it may be.
    let spread: Int64
    /// How many minutes it lasts; half as long to one and a half times.
    let minutes: Int64

    /// What happens on a day and has begun at a moment.
    @inline(__always)
    func pulse(before moment: Int64, on day: LocalDay, isWeekend: Bool, by noise: Noise) -> Pulse? {
        let key = (day.index &* 64 &+ stream) &* 4
        guard noise.chance(key) < (isWeekend ? weekendChance : weekdayChance) else { return nil }
        let minute = Span.minute
        let usual = day.midnight + (isWeekend ? weekend : weekday) * minute
        let start = usual + noise.level(key + 1, by: spread * minute)
        guard start < moment else { return nil }
        return Pulse(
            start: start,
            duration: minutes * minute + noise.level(key + 2, by: minutes * minute / 2),
            strength: 820 + noise.level(key + 3, by: 200))
    }
}

extension Habit {
    /// A habit, with times of day as hours and minutes: 7.30 is written 730.
    init(
        _ stream: Int64, at weekday: Int64, _ weekdayChance: Int64, weekend: Int64,
        _ weekendChance: Int64, spread: Int64, lasting minutes: Int64
    ) {
        self.init(
            stream: stream, weekday: weekday / 100 * 60 + weekday % 100,
            weekend: weekend / 100 * 60 + weekend % 100, weekdayChance: weekdayChance,
            weekendChance: weekendChance, spread: spread, minutes: minutes)
    }
}
