/// A small chart without axes: a day of one series, for a tile.
enum Sparkline {
    /// The drawing; of nothing but its frame where there are no points.
    ///
    /// - Parameters:
    ///   - series: the series.
    ///   - window: the time that it covers.
    ///   - bucketMilliseconds: the length of one bucket.
    ///   - height: its height in CSS pixels; it is as wide as its place.
    /// - Returns: an `svg`.
    static func html(
        _ series: ChartSeries, window: (from: Int64, to: Int64), bucketMilliseconds: Int64,
        height: Double
    ) -> HTML {
        let path = path(series, window, bucketMilliseconds, height)
        return HTML(
            "svg",
            [
                "class": "spark " + series.look.classes, "role": "img",
                "aria-label": description(series), "viewBox": "0 0 240 \(Int(height))",
                "preserveAspectRatio": "none", "height": "\(Int(height))", "width": "240",
            ]
        ) {
            if let path {
                if !path.band.isEmpty { HTML.leaf("path", ["class": "band", "d": path.band]) }
                HTML.leaf("path", ["class": "line", "d": path.line])
            }
        }
    }

    private static func path(
        _ series: ChartSeries, _ window: (from: Int64, to: Int64), _ bucket: Int64,
        _ height: Double
    ) -> TracePath? {
        guard let extent = series.points.extent else { return nil }
        let least = series.style.leastSpan
        let middle = (extent.lowerBound + extent.upperBound) / 2
        let half = max(extent.upperBound - extent.lowerBound, least) / 2
        // Two pixels above and below, for the width of the line.
        let margin = half * 4 / (height - 4)
        let scale = ChartScale(
            from: window.from, to: window.to,
            values: (middle - half - margin / 2)...(middle + half + margin / 2), width: 240,
            height: height)
        return TracePath(runs: series.runs(bucketMilliseconds: bucket), scale: scale)
    }

    private static func description(_ series: ChartSeries) -> String {
        let style = series.style
        guard let extent = series.points.extent else {
            return "\(style.title), last 24\u{A0}hours: no readings"
        }
        return "\(style.title), last 24\u{A0}hours: from "
            + "\(style.text(shown: extent.lowerBound)) to \(style.text(shown: extent.upperBound))"
    }
}

extension [ChartPoint] {
    /// From the lowest minimum to the highest maximum; nil of none.
    var extent: ClosedRange<Double>? {
        guard let lower = map(\.minimum).min(), let upper = map(\.maximum).max() else { return nil }
        return lower...upper
    }
}
