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
                if let last = sensor.newestMilliseconds {
                    "Last good value "
                    TimeElement.html(last, view.zone, .dayTime)
                    ", "
                    Age.html(last, view, classes: "last-good")
                    "."
                } else {
                    "It has not given a value yet."
                }
                if let tried = sensor.fault?.timeMilliseconds {
                    " Tried "
                    Age.html(tried, view, classes: "tried")
                    "."
                }
            }
        }
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
