/// A chart with its heading, legend, drawing and table. What `chart.js` needs to draw it again, it
/// finds in data attributes.
enum ChartFigure {
    /// The figure.
    ///
    /// - Parameters:
    ///   - chart: what it shows.
    ///   - heading: its heading; nil where the page's own says it.
    ///   - choice: what stands in the legend's place and tells the series in the same attributes.
    /// - Returns: a `figure`.
    static func html(_ chart: Chart, heading: String?, choice: HTML? = nil) -> HTML {
        HTML(
            "figure",
            [
                "class": "chart", "id": chart.id, "data-chart": chart.quantity,
                "data-span": chart.span.rawValue, "data-from": "\(chart.window.from)",
                "data-to": "\(chart.window.to)", "data-unit": chart.style.unit,
                "data-places": "\(chart.style.places)",
                "data-factor": chart.style.factor == 1 ? "1" : "\(chart.style.factor)",
                "data-least": "\(chart.style.leastSpan)",
                "data-title": "\(chart.style.title) in \(chart.span.phrase)",
            ]
        ) {
            HTML("figcaption") {
                if let heading {
                    HTML("h3") {
                        heading
                        if !chart.style.unit.isEmpty { HTML("small") { " \(chart.style.unit)" } }
                    }
                }
                choice ?? legend(chart)
            }
            HTML("div", ["class": "plot", "data-plot": ""]) { ChartDrawing.html(chart) }
            // Where the script puts its buttons: the place is kept, so that nothing moves.
            HTML.leaf("div", ["class": "bar", "data-bar": ""])
            ChartTable.html(chart)
        }
    }

    private static func legend(_ chart: Chart) -> HTML {
        HTML("ul", ["class": "legend"]) {
            for series in chart.series {
                HTML("li") { ChartLegend.entry(series) }
            }
        }
    }
}
