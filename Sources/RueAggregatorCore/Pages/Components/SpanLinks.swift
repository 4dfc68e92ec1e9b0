/// Day, week, month, year: links, so that they work without a script.
enum SpanLinks {
    static func html(_ current: ChartSpan, path: (ChartSpan) -> String) -> HTML {
        HTML("nav", ["class": "segments", "aria-label": "Time shown", "id": "spans"]) {
            for span in ChartSpan.allCases {
                HTML(
                    "a",
                    [
                        "href": path(span), "data-span": span.rawValue,
                        "aria-current": span == current ? "true" : nil,
                    ]
                ) { span.title }
            }
        }
    }
}
