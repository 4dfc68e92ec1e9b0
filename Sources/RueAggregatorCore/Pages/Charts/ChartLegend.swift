/// An entry of a chart's legend: the piece of line, the name, and the lowest and highest value, in
/// whose place the script writes the value under the cursor.
enum ChartLegend {
    /// An entry.
    ///
    /// - Parameter series: what it stands for; `chart.js` reads its attributes.
    /// - Returns: a `span`.
    static func entry(_ series: ChartSeries) -> HTML {
        HTML(
            "span",
            [
                "class": "entry " + series.look.classes, "data-series": series.id.text,
                "data-colour": "\(series.look.colour)", "data-dash": "\(series.look.dash)",
                "data-label": series.label,
                "data-interval": series.intervalMilliseconds.map { "\($0)" },
            ]
        ) {
            SeriesSwatch.html
            HTML("span", ["class": "name"]) { series.label }
            HTML("span", ["class": "extent"]) {
                if let extent = series.points.extent {
                    let lowest = series.style.number(shown: extent.lowerBound)
                    "\(lowest)\u{2009}…\u{2009}"
                    series.style.text(shown: extent.upperBound)
                }
            }
            HTML.leaf("span", ["class": "at", "data-at": ""])
        }
    }
}
