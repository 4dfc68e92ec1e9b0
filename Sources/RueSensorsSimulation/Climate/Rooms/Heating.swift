/// A thermostat that lowers at night: how far a room is below its temperature by day.
struct Heating {
    /// By day, in m°C.
    let day: Int64
    /// What is not fallen below at night, in m°C.
    let night: Int64
    /// When it heats up: minutes after midnight on a day of work and on a weekend.
    let weekday: Int64
    let weekend: Int64

    /// When it lowers.
    private static let evening = 22 * Span.hour + 20 * Span.minute

    /// What the thermostat has made of the room.
    struct State {
        /// How much of what the house would cool down for ever it has cooled down: 0…65 536.
        let cooled: Int64
        /// How far it heats, rather than waits: 0…65 536.
        let heating: Int64
    }

    /// The state at a moment.
    func state(at moment: Int64, in days: Household.Days, _ household: Household) -> State {
        let morning = morning(of: days.today, isWeekend: days.isWeekend, household)
        let evening = evening(of: days.today, household)
        if moment >= evening { return Heating.lowered(for: moment - evening) }
        let before = self.evening(of: days.yesterday, household)
        if moment < morning { return Heating.lowered(for: moment - before) }
        let cooled = Heating.lowered(for: morning - before).cooled
        let since = moment - morning
        return State(
            cooled: (cooled * IntegerExponential.decay(since, over: 50 * Span.minute)) >> 16,
            heating: IntegerExponential.approach(since, over: 70 * Span.minute))
    }

    private static func lowered(for span: Int64) -> State {
        // The air cools at once, the walls in two days.
        let air = 2 * IntegerExponential.approach(span, over: 40 * Span.minute)
        let walls = 98 * IntegerExponential.approach(span, over: 52 * Span.hour)
        return State(
            cooled: (air + walls) / 100,
            heating: IntegerExponential.decay(span, over: 15 * Span.minute))
    }

    private func morning(of day: LocalDay, isWeekend: Bool, _ household: Household) -> Int64 {
        day.midnight + (isWeekend ? weekend : weekday) * Span.minute
            + household.lateness(on: day, stream: 61) / 4
    }

    private func evening(of day: LocalDay, _ household: Household) -> Int64 {
        day.midnight + Heating.evening + household.lateness(on: day, stream: 62)
    }
}
