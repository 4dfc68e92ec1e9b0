/// A chart as SVG. It is as wide as its place and its texts are not stretched: places along the
/// width are percentages, and only the traces are drawn in a coordinate system of their own.
enum ChartDrawing {
    private static let width = 1000.0
    private static let height = 240.0
    /// Above the traces, so that the highest label is not cut.
    private static let top = 10.0

    /// The drawing, or a sentence where there is nothing to draw.
    static func html(_ chart: Chart) -> HTML {
        guard let ticks = chart.ticks else {
            return HTML("p", ["class": "no-data"]) {
                "No readings in \(chart.span.phrase)."
            }
        }
        let id = chart.id
        let scale = ChartScale(
            from: chart.window.from, to: chart.window.to, values: ticks.range, width: width,
            height: height)
        return HTML(
            "svg",
            [
                "class": "drawing", "role": "img", "width": "100%", "height": "280",
                "aria-labelledby": "\(id)-title \(id)-text",
            ]
        ) {
            HTML("title", ["id": id + "-title"]) {
                "\(chart.style.title) in \(chart.span.phrase)"
            }
            HTML("desc", ["id": id + "-text"]) { chart.description }
            valueAxis(ticks, scale)
            timeAxis(chart, scale)
            traces(chart, scale)
        }
    }

    private static func valueAxis(_ ticks: ValueTicks, _ scale: ChartScale) -> HTML {
        HTML("g", ["class": "axis", "aria-hidden": "true"]) {
            for value in ticks.values {
                let y = ChartScale.number(scale.y(value) + top)
                HTML.leaf("line", ["x1": "0", "x2": "100%", "y1": y, "y2": y])
                HTML("text", ["x": "-8", "y": y, "dy": "0.32em", "text-anchor": "end"]) {
                    ticks.label(value)
                }
            }
        }
    }

    private static func timeAxis(_ chart: Chart, _ scale: ChartScale) -> HTML {
        let ticks = TimeTicks.ticks(
            from: chart.window.from, to: chart.window.to, zone: chart.zone)
        let bottom = ChartScale.number(height + top)
        return HTML("g", ["class": "axis times", "aria-hidden": "true"]) {
            for (index, tick) in ticks.enumerated() {
                let x = scale.percent(tick.timeMilliseconds)
                let isExtra = !tick.isMajor && index % 2 == 1
                HTML.leaf(
                    "line",
                    [
                        "x1": x, "x2": x, "y1": ChartScale.number(top), "y2": bottom,
                        "class": tick.isMajor ? "major" : nil,
                    ])
                HTML(
                    "text",
                    [
                        "x": x, "y": ChartScale.number(height + top + 20),
                        "text-anchor": "middle",
                        "class": tick.isMajor ? "major" : isExtra ? "extra" : nil,
                    ]
                ) { tick.label }
            }
        }
    }

    private static func traces(_ chart: Chart, _ scale: ChartScale) -> HTML {
        HTML(
            "svg",
            [
                "class": "traces", "x": "0", "y": ChartScale.number(top), "width": "100%",
                "height": ChartScale.number(height), "preserveAspectRatio": "none",
                "viewBox": "0 0 \(Int(width)) \(Int(height))",
            ]
        ) {
            for series in chart.series {
                let path = TracePath(
                    runs: series.runs(bucketMilliseconds: chart.bucketMilliseconds), scale: scale)
                HTML("g", ["class": series.look.classes, "data-trace": series.id.text]) {
                    if !path.band.isEmpty {
                        HTML.leaf("path", ["class": "band", "d": path.band])
                    }
                    HTML.leaf("path", ["class": "line", "d": path.line])
                }
            }
        }
    }
}
