/// A freezer in the kitchen: a compressor that switches on and off, a door, and a heater that thaws
/// the ice off the evaporator every other night.
struct Freezer: Sendable {
    private let weather: Weather
    private let household: Household
    private let compressor: Cycle
    private let defrost: Noise
    private let drift: Noise

    init(houseSeed: UInt64, roomSeed: UInt64) {
        weather = Weather(seed: houseSeed)
        household = Household(seed: houseSeed)
        compressor = Cycle(seed: roomSeed, stream: 0x70)
        defrost = Noise(seed: roomSeed, stream: 0x71)
        drift = Noise(seed: roomSeed, stream: 0x72)
    }

    /// How much what happens is felt at a place in the freezer.
    struct Feeling {
        /// Between the compressor's two limits, in m°C.
        let swing: Int64
        /// How much later the compressor is felt.
        let lag: Int64
        /// The rise by an open door, by a defrost and by a filled drawer, in m°C.
        let door: Int64
        let defrost: Int64
        let filling: Int64
        /// The time constants of warming up and of cooling down again.
        let rise: Int64
        let decay: Int64

        static let air = Feeling(
            swing: 3600, lag: 0, door: 6500, defrost: 4400, filling: 2600,
            rise: Span.minute / 2, decay: 7 * Span.minute)
        static let drawer = Feeling(
            swing: 1300, lag: 4 * Span.minute, door: 4200, defrost: 3300, filling: 3600,
            rise: 2 * Span.minute, decay: 24 * Span.minute)
    }

    /// The temperature at a place in the freezer, in m°C.
    func temperature(at moment: Int64, _ feeling: Feeling) -> Int64 {
        let warmth = kitchen(at: moment) - 20_700
        let duty = 360 + warmth / 25
        let level = compressor.level(at: moment - feeling.lag, duty: duty) { middle in
            // 52 minutes, and less the warmer the kitchen is.
            52 * Span.minute - (kitchen(at: middle) - 20_700) * 120
        }
        // What lies in the way of the cold air is never the same.
        let wandering = drift.curve(at: moment, every: 80 * Span.minute, by: feeling.swing / 3)
        let cold = (feeling.swing * (level - 32_768)) >> 16
        return -18_300 + warmth / 12 - cold + wandering + events(at: moment, feeling)
    }

    private func events(at moment: Int64, _ feeling: Feeling) -> Int64 {
        let days = Household.Days(at: moment)
        let door = household.effect(of: Habits.freezerDoor, in: days) {
            $0.effect(at: moment, rise: feeling.rise, decay: feeling.decay)
        }
        let filling = household.effect(of: Habits.freezerFilling, in: days) {
            $0.effect(at: moment, rise: 4 * feeling.rise, decay: 90 * Span.minute)
        }
        let thaw = thaw(at: moment).effect(
            at: moment, rise: 16 * Span.minute, decay: feeling.decay + 12 * Span.minute)
        let sum = (door * feeling.door + filling * feeling.filling + thaw * feeling.defrost) >> 16
        return Soft.minimum(sum, 6200, width: 2000)
    }

    /// The latest defrost: one in each two days, in the small hours of either.
    private func thaw(at moment: Int64) -> Pulse {
        let slot = 2 * Span.day
        let index = Span.whole(slot, in: moment)
        let start = { (index: Int64) -> Int64 in
            index * slot + 2 * Span.hour + defrost.level(index, by: 2 * Span.hour)
        }
        let latest = moment >= start(index) ? index : index - 1
        return Pulse(start: start(latest), duration: 24 * Span.minute, strength: 1024)
    }

    /// About how warm it is around the freezer.
    private func kitchen(at moment: Int64) -> Int64 {
        let slow = weather.temperature(at: moment, inertia: 36 * Span.hour)
        return Soft.maximum(20_700, (slow * 900) >> 10 + 5000, width: 3000)
    }
}
