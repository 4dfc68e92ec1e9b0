/// Something that begins, lasts and ends: a shower, a meal, an open window.
struct Pulse {
    /// When it begins.
    let start: Int64
    /// How long it lasts.
    let duration: Int64
    /// How strong it is, of 1024.
    let strength: Int64

    /// How much of its effect is felt: growing while it lasts, and decaying from then on.
    ///
    /// - Parameters:
    ///   - moment: when.
    ///   - rise: the time constant of growing.
    ///   - decay: that of decaying.
    /// - Returns: 0…65 536.
    func effect(at moment: Int64, rise: Int64, decay: Int64) -> Int64 {
        let since = moment - start
        guard since > 0 else { return 0 }
        let grown = IntegerExponential.approach(min(since, duration), over: rise)
        let left = IntegerExponential.decay(since - duration, over: decay)
        return (((grown * left) >> 16) * strength) >> 10
    }
}
