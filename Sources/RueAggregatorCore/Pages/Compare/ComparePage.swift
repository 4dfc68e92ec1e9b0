import RueStore

/// `/compare`: one quantity of several rooms in one chart. A form of the plainest kind, so that it
/// works without a script, and the address says what is shown.
struct ComparePage {
    let choice: CompareChoice
    let view: HouseView
    private let chart: Chart

    init(choice: CompareChoice, view: HouseView) throws(StoreError) {
        self.choice = choice
        self.view = view
        chart = try Self.chart(choice, view)
    }

    var html: HTML {
        let frame = PageFrame(
            title: "Compare", section: .compare, scripts: ["chart.js", "compare.js"],
            hasCharts: true, view: view)
        return frame.html {
            HTML("div", ["class": "headline"]) {
                HTML("h1") { "Compare" }
                if !choice.quantities.isEmpty {
                    HTML("p", ["class": "summary"]) {
                        "\(chart.style.title) in \(choice.span.phrase)"
                    }
                }
            }
            choice.quantities.isEmpty ? nothing : content
        }
    }

    private var nothing: HTML {
        HTML("p", ["class": "no-data"]) {
            "Nothing to compare yet. "
            HTML("a", ["href": "/"]) { "The house" }
            " says what to do next."
        }
    }

    @HTMLBuilder private var content: HTML {
        HTML("div", ["class": "row"]) {
            HTML("nav", ["class": "segments", "aria-label": "Quantity", "id": "quantities"]) {
                for quantity in choice.quantities {
                    HTML(
                        "a",
                        [
                            "href": choice.path(quantity: quantity), "data-quantity": quantity,
                            "aria-current": quantity == choice.quantity ? "true" : nil,
                        ]
                    ) { QuantityStyle.of(quantity, unit: nil).title }
                }
            }
            SpanLinks.html(choice.span) { choice.path(span: $0) }
        }
        ChartHelp.html
        ChartFigure.html(chart, heading: nil, choice: form)
    }

    private var form: HTML {
        HTML(
            "form",
            ["method": "get", "action": "/compare", "id": "choice", "class": "legend choice"]
        ) {
            HTML.void("input", ["type": "hidden", "name": "quantity", "value": choice.quantity])
            HTML.void("input", ["type": "hidden", "name": "span", "value": choice.span.rawValue])
            HTML("fieldset") {
                HTML("legend") { "Rooms" }
                for offer in choice.offered { checkbox(offer) }
            }
            HTML("button", ["type": "submit"]) { "Show" }
        }
    }

    private func checkbox(_ offer: CompareChoice.Offer) -> HTML {
        let id = offer.series.id
        return HTML("label", ["class": offer.look.classes]) {
            HTML.void(
                "input",
                [
                    "type": "checkbox", "name": "series", "value": id.text,
                    "checked": choice.shown.contains(id) ? "" : nil,
                ])
            if let series = chart.series.first(where: { $0.id == id }) {
                ChartLegend.entry(series)
            } else {
                HTML("span", ["class": "entry"]) {
                    SeriesSwatch.html
                    offer.label
                }
            }
        }
    }

    private static func chart(_ choice: CompareChoice, _ view: HouseView) throws(StoreError)
        -> Chart
    {
        let shown = choice.offered.filter { choice.shown.contains($0.series.id) }
        let unit = shown.first?.series.unit ?? nil
        let alike = shown.filter { $0.series.unit == unit }
        let window = choice.span.window(nowMilliseconds: view.now)
        let points = try view.points(
            of: alike.map(\.series.id), in: window, points: choice.span.points)
        let style = QuantityStyle.of(choice.quantity, unit: unit)
        return Chart(
            id: "chart-0", quantity: choice.quantity, style: style, span: choice.span,
            window: window, bucketMilliseconds: choice.span.bucketMilliseconds,
            series: alike.map { offer in
                ChartSeries(
                    id: offer.series.id, label: offer.label, look: offer.look, style: style,
                    intervalMilliseconds: offer.series.intervalMilliseconds,
                    points: points[offer.series.id] ?? [])
            }, zone: view.zone)
    }
}
