/// A cold front: pressure falls towards it while mild, moist air and clouds come, and behind it
/// pressure leaps up, the air turns cold and dry within an hour or two, and the sky clears.
struct Front {
    /// When it passes over the house.
    let moment: Int64
    /// How strong it is: 440…1023.
    let strength: Int64

    /// What is left of its trough of pressure: 0…65 536.
    func trough(at moment: Int64) -> Int64 {
        let since = moment - self.moment
        return since < 0
            ? IntegerExponential.decay(-since, over: 13 * Span.hour)
            : IntegerExponential.decay(since, over: 9 * Span.hour)
    }

    /// By how much it changes the air's temperature.
    ///
    /// - Parameters:
    ///   - moment: when.
    ///   - inertia: how fast what is asked about follows.
    /// - Returns: in m°C.
    func temperature(at moment: Int64, inertia: Int64) -> Int64 {
        let since = moment - self.moment
        if since < 0 {
            return (2200 * IntegerExponential.decay(-since, over: 13 * Span.hour)) >> 16
        }
        let cold = 3800 * IntegerExponential.decay(since, over: 26 * Span.hour)
        return (6000 * IntegerExponential.decay(since, over: inertia) - cold) >> 16
    }

    /// How much cloud it brings, 0…1024: most just before it passes.
    func cloud(at moment: Int64) -> Int64 {
        let since = moment - self.moment
        return since < 0
            ? IntegerExponential.decay(-since, over: 12 * Span.hour) >> 6
            : IntegerExponential.decay(since, over: 4 * Span.hour) >> 6
    }
}

/// The fronts near a moment: at most one in each three and a half days.
struct Fronts: Sendable {
    private static let slot = 84 * Span.hour
    private let noise: Noise

    init(seed: UInt64) { noise = Noise(seed: seed, stream: 0xF0) }

    /// The sum of what each front near a moment does, weighted with its strength.
    ///
    /// - Parameters:
    ///   - moment: when.
    ///   - slots: how far back a front is still felt.
    ///   - effect: of a front of strength 1024.
    /// - Returns: the sum, in the effect's unit.
    @inline(__always)
    func sum(around moment: Int64, back slots: Int64 = 2, _ effect: (Front) -> Int64) -> Int64 {
        let slot = Span.whole(Fronts.slot, in: moment)
        var sum: Int64 = 0
        for index in (slot - slots)...(slot + 1) {
            if let front = front(in: index) { sum += (effect(front) * front.strength) >> 10 }
        }
        return sum
    }

    private func front(in slot: Int64) -> Front? {
        let strength = 280 + noise.chance(3 * slot)
        guard strength >= 440 else { return nil }
        let share = 100 + (noise.chance(3 * slot + 1) * 800) >> 10
        return Front(
            moment: slot * Fronts.slot + (share * Fronts.slot) / 1000, strength: min(strength, 1023)
        )
    }
}
