/// A series as a chart draws it.
struct ChartSeries: Sendable {
    let id: SeriesID
    /// What the legend calls it.
    let label: String
    let look: SeriesLook
    let style: QuantityStyle
    /// How often it is read, in milliseconds, where that is known.
    let intervalMilliseconds: Int64?
    let points: [ChartPoint]

    init(
        id: SeriesID, label: String, look: SeriesLook, style: QuantityStyle,
        intervalMilliseconds: Int64?, points: [RangePoint]
    ) {
        self.id = id
        self.label = label
        self.look = look
        self.style = style
        self.intervalMilliseconds = intervalMilliseconds
        self.points = points.map { Self.shown($0, factor: style.factor) }
    }

    private static func shown(_ point: RangePoint, factor: Double) -> ChartPoint {
        ChartPoint(
            timeMilliseconds: point.timeMilliseconds,
            minimum: point.minimum.doubleValue * factor, mean: point.mean * factor,
            maximum: point.maximum.doubleValue * factor)
    }

    /// The points in runs without a gap between them.
    func runs(bucketMilliseconds: Int64) -> [ArraySlice<ChartPoint>] {
        GapRule(bucketMilliseconds: bucketMilliseconds, intervalMilliseconds: intervalMilliseconds)
            .runs(points)
    }
}
