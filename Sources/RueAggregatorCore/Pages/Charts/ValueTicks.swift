/// Round numbers along the axis of values.
struct ValueTicks: Equatable, Sendable {
    /// The axis from its lowest to its highest value; both are ticks.
    let range: ClosedRange<Double>
    /// The distance of two ticks: 1, 2 or 5 times a power of ten.
    let step: Double
    /// How many decimal places tell the ticks apart.
    let places: Int

    /// The axis for some values.
    ///
    /// - Parameters:
    ///   - values: the lowest and the highest, both finite.
    ///   - least: how much the axis shows at least, so that noise does not look like weather.
    ///   - count: about how many steps there should be.
    init(covering values: ClosedRange<Double>, least: Double, count: Int = 5) {
        var lower = values.lowerBound
        var upper = values.upperBound
        if upper - lower < least {
            let middle = (lower + upper) / 2
            (lower, upper) = (middle - least / 2, middle + least / 2)
        }
        let rough = (upper - lower) / Double(count)
        var power = 1.0
        var places = 0
        while power > rough {
            power /= 10
            places += 1
        }
        while power * 10 <= rough { power *= 10 }
        let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999_999 } ?? 10
        step = factor * power
        self.places = factor == 10 ? max(0, places - 1) : places
        range = (lower / step).rounded(.down) * step...(upper / step).rounded(.up) * step
    }

    /// The ticks, the lowest first.
    var values: [Double] {
        let first = (range.lowerBound / step).rounded()
        let last = (range.upperBound / step).rounded()
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// A tick's label.
    func label(_ value: Double) -> String { NumberText.fixed(value, places: places) }
}
