/// What there is to say of a sensor that does not do its work: its fault in its node's words, or
/// that nothing is heard of it; and how old the values are that are still shown.
enum SensorNote {
    static func html(_ sensor: SensorState, _ view: HouseView) -> HTML? {
        switch sensor.condition {
        case .fresh, .stale: silence(sensor, view)
        case .failing: fault(sensor, view)
        }
    }

    private static func fault(_ sensor: SensorState, _ view: HouseView) -> HTML {
        HTML("div", ["class": "note fault", "data-fault": sensor.id]) {
            HTML("p") {
                HTML("strong") { "\(sensor.id) fails" }
                ": "
                HTML("q") { sensor.fault?.text ?? "no reason given" }
            }
            HTML("p", ["class": "old"]) {
                history(of: sensor, view)
                if let tried = sensor.fault?.timeMilliseconds {
                    " Tried "
                    Age.html(tried, view, classes: "tried")
                    "."
                }
            }
        }
    }

    @HTMLBuilder
    private static func history(of sensor: SensorState, _ view: HouseView) -> HTML {
        let since = sensor.fault?.sinceMilliseconds
        if let last = sensor.newestMilliseconds {
            if let since { moment("Failing since ", since, view) }
            "Last good value "
            // Where the one moment is told, the other is next to it.
            if since == nil {
                TimeElement.html(last, view.zone, .dayTime)
                ", "
            }
            Age.html(last, view, classes: "last-good")
            "."
        } else {
            // What came before is not looked for.
            if let since { moment("Failing at least since ", since, view) }
            "No value in the last 24\u{A0}hours."
        }
    }

    @HTMLBuilder
    private static func moment(_ words: String, _ since: Int64, _ view: HouseView) -> HTML {
        HTML("span", ["class": "since"]) {
            words
            TimeElement.html(since, view.zone, .dayTime)
        }
        ". "
    }

    /// In the page while all is well too, hidden by the style sheet: whoever stays on the page sees
    /// it when the time comes.
    private static func silence(_ sensor: SensorState, _ view: HouseView) -> HTML? {
        guard let last = sensor.newestMilliseconds else { return nil }
        return HTML("div", ["class": "note silence"]) {
            HTML("p") {
                HTML("strong") { "No news from \(sensor.id)" }
                " for "
                HTML("span", ["data-for": "\(last)"]) {
                    SpanText.text(milliseconds: view.now - last)
                }
                "."
            }
        }
    }
}

extension SensorState {
    /// When its newest value was measured, in milliseconds since 1970.
    var newestMilliseconds: Int64? {
        series.map { $0.timeMilliseconds ?? $0.receivedMilliseconds }.max()
    }
}
