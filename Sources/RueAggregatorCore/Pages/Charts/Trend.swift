/// Where a series is going.
enum Trend: String, Sendable {
    case rising, falling, steady

    /// Judges by the mean of the newest bucket against that of the bucket so long before; nil where
    /// there is nothing to compare with.
    ///
    /// - Parameters:
    ///   - points: the oldest first.
    ///   - style: how much, and over how long, is a trend.
    init?(_ points: [ChartPoint], style: QuantityStyle) {
        guard style.trendThreshold.isFinite, let last = points.last else { return nil }
        let then = last.timeMilliseconds - style.trendMilliseconds
        let tolerance = style.trendMilliseconds / 2
        guard
            let before = points.last(where: { $0.timeMilliseconds <= then }),
            then - before.timeMilliseconds <= tolerance
        else { return nil }
        let change = last.mean - before.mean
        self =
            change >= style.trendThreshold
            ? .rising : change <= -style.trendThreshold ? .falling : .steady
    }
}
