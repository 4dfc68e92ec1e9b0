/// Some series of one quantity over some time: all that a chart and its table show.
struct Chart: Sendable {
    /// Its id in the page; quantities may have any name, ids may not.
    let id: String
    let quantity: String
    let style: QuantityStyle
    let span: ChartSpan
    let window: (from: Int64, to: Int64)
    let bucketMilliseconds: Int64
    let series: [ChartSeries]
    let zone: ServerZone

    /// The axis of values; nil without any reading.
    var ticks: ValueTicks? {
        let extents = series.compactMap(\.points.extent)
        guard let lower = extents.map(\.lowerBound).min(),
            let upper = extents.map(\.upperBound).max()
        else { return nil }
        return ValueTicks(covering: lower...upper, least: style.leastSpan)
    }

    /// One sentence a series, for those who hear the page.
    var description: String {
        series.map { series in
            guard let extent = series.points.extent, let last = series.points.last else {
                return "\(series.label): no readings."
            }
            return "\(series.label): from \(style.text(shown: extent.lowerBound)) to "
                + "\(style.text(shown: extent.upperBound)), last \(style.text(shown: last.mean))."
        }.joined(separator: " ")
    }
}
