/// The numbers of a chart as a table: what the drawing was made of, a row a bucket.
enum ChartTable {
    /// The table in a disclosure; nothing without readings.
    static func html(_ chart: Chart) -> HTML {
        let rows = rows(chart)
        guard !rows.isEmpty else { return .empty }
        return HTML("details", ["class": "numbers", "data-table": chart.quantity]) {
            HTML("summary") { "The same numbers as a table" }
            HTML(
                "div",
                [
                    "class": "scroll", "tabindex": "0", "role": "region",
                    "aria-label": "\(chart.style.title) as a table",
                ]
            ) {
                HTML("table") {
                    HTML("caption") { caption(chart) }
                    HTML("thead") { head(chart) }
                    HTML("tbody") { for row in rows { row } }
                }
            }
        }
    }

    private static func caption(_ chart: Chart) -> String {
        let unit = chart.style.unit.isEmpty ? "" : ", in\u{A0}\(chart.style.unit)"
        return "\(chart.style.title)\(unit): the mean of each "
            + "\(bucket(chart.bucketMilliseconds)), and its lowest to highest value"
    }

    private static func bucket(_ milliseconds: Int64) -> String {
        let minutes = max(1, milliseconds / 60_000)
        return minutes < 60
            ? NumberText.counted(Int(minutes), "minute", "minutes")
            : minutes < 1_440
                ? minutes == 60 ? "hour" : "\(minutes / 60)\u{A0}hours"
                : minutes == 1_440 ? "day" : "\(minutes / 1_440)\u{A0}days"
    }

    private static func head(_ chart: Chart) -> HTML {
        HTML("tr") {
            HTML("th", ["scope": "col"]) { "Time" }
            for series in chart.series { HTML("th", ["scope": "col"]) { series.label } }
        }
    }

    /// The newest first: what one looks for is mostly there.
    private static func rows(_ chart: Chart) -> [HTML] {
        var cells: [Int64: [Int: ChartPoint]] = [:]
        for (column, series) in chart.series.enumerated() {
            for point in series.points {
                let offset = point.timeMilliseconds - chart.window.from
                let bucket = offset / max(1, chart.bucketMilliseconds)
                cells[bucket, default: [:]][column] = point
            }
        }
        return cells.keys.sorted(by: >).map { bucket in
            let start = chart.window.from + bucket * max(1, chart.bucketMilliseconds)
            return row(start, cells[bucket] ?? [:], chart)
        }
    }

    private static func row(
        _ start: Int64, _ cells: [Int: ChartPoint], _ chart: Chart
    ) -> HTML {
        HTML("tr") {
            HTML("th", ["scope": "row"]) {
                TimeElement.html(start, chart.zone, chart.span == .day ? .dayTime : .full)
            }
            for column in chart.series.indices {
                HTML("td") { cells[column].map { cell($0, chart.style) } ?? .text("–") }
            }
        }
    }

    private static func cell(_ point: ChartPoint, _ style: QuantityStyle) -> HTML {
        var cell = HTML.text(style.number(shown: point.mean))
        guard point.maximum > point.minimum else { return cell }
        cell.append(
            HTML("small") {
                let lowest = style.number(shown: point.minimum)
                let highest = style.number(shown: point.maximum)
                " \(lowest)\u{2009}…\u{2009}\(highest)"
            })
        return cell
    }
}
