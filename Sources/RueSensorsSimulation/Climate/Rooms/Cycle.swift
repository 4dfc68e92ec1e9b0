/// Something that switches on and off again and again, as a thermostat does.
struct Cycle: Sendable {
    private static let slot = 6 * Span.hour
    private let noise: Noise

    init(seed: UInt64, stream: UInt64) { noise = Noise(seed: seed, stream: stream) }

    /// How far between its two limits what is switched has come.
    ///
    /// - Parameters:
    ///   - moment: when.
    ///   - duty: the share of a period that it is on, of 1024.
    ///   - period: about how long one takes, at the middle of the six hours around the moment.
    /// - Returns: from 0, where it is switched on, to 65 536, where it is switched off, and back.
    func level(at moment: Int64, duty: Int64, period: (Int64) -> Int64) -> Int64 {
        let index = Span.whole(Cycle.slot, in: moment)
        let start = index * Cycle.slot
        let about = period(start + Cycle.slot / 2)
        // A whole number of periods fits into a slot, so that the slots know nothing of each other.
        let count = (Cycle.slot + about / 2) / about
        let length = Cycle.slot / count
        let number = min((moment - start) / length, count - 1)
        var from = boundary(number, of: count, in: index)
        var to = boundary(number + 1, of: count, in: index)
        if moment - start < from {
            to = from
            from = boundary(number - 1, of: count, in: index)
        } else if moment - start >= to {
            from = to
            to = boundary(number + 2, of: count, in: index)
        }
        return Cycle.wave(((moment - start - from) << 16) / (to - from), duty: duty)
    }

    /// Where a period begins within its slot; those at the slot's ends are fixed.
    private func boundary(_ number: Int64, of count: Int64, in slot: Int64) -> Int64 {
        let length = Cycle.slot / count
        if number <= 0 { return 0 }
        if number >= count { return Cycle.slot }
        return number * length + noise.level(slot &* 64 &+ number, by: length / 4)
    }

    /// Steeper at first, both ways; the phase is of 65 536.
    private static func wave(_ phase: Int64, duty: Int64) -> Int64 {
        let on = duty << 6
        let isOn = phase < on
        let x = isOn ? (phase << 16) / on : ((phase - on) << 16) / (65_536 - on)
        let eased = (x * (3 * 65_536 - x)) >> 17
        return isOn ? eased : 65_536 - eased
    }
}
