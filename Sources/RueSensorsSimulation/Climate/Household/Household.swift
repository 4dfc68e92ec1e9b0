/// What the people in the house do, as far as its air notices.
struct Household: Sendable {
    private let noise: Noise

    init(seed: UInt64) { noise = Noise(seed: seed, stream: 0x30) }

    /// The sum of the effects of habits that began today or yesterday.
    ///
    /// - Parameters:
    ///   - habits: which.
    ///   - days: the moment and its day.
    ///   - effect: of one.
    /// - Returns: 65 536 for one that is fully felt.
    @inline(__always)
    func effect(of habits: [Habit], in days: Days, _ effect: (Pulse) -> Int64) -> Int64 {
        var sum: Int64 = 0
        for habit in habits {
            if let pulse = habit.pulse(
                before: days.moment, on: days.today, isWeekend: days.isWeekend, by: noise)
            {
                sum += effect(pulse)
            }
            if let pulse = habit.pulse(
                before: days.moment, on: days.yesterday, isWeekend: days.wasWeekend, by: noise)
            {
                sum += effect(pulse)
            }
        }
        return sum
    }

    /// How late a household is on a day, in ms: it never does things on the minute.
    func lateness(on day: LocalDay, stream: Int64) -> Int64 {
        noise.level((day.index &* 64 &+ stream) &* 4, by: 18 * Span.minute)
    }

    /// A moment with its day and the day before, which still has an effect.
    struct Days {
        let moment: Int64
        let today: LocalDay
        let yesterday: LocalDay
        let isWeekend: Bool
        let wasWeekend: Bool

        init(at moment: Int64) {
            self.moment = moment
            today = LocalDay(around: moment)
            yesterday = today.yesterday
            isWeekend = today.isWeekend
            wasWeekend = yesterday.isWeekend
        }
    }
}
