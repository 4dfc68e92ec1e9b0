/// A room on the house's page: each sensor's values, the leading one big, and their last day.
struct RoomTile {
    let node: NodeState
    /// The place that gives it its colour.
    let place: Int
    let points: [SeriesID: [RangePoint]]
    let window: (from: Int64, to: Int64)
    let bucketMilliseconds: Int64
    let view: HouseView

    var html: HTML {
        let state = RoomState(node)
        return HTML(
            "article",
            [
                "class": "tile", "data-node": node.name,
                "data-state": state.rawValue,
                "data-last-seen": node.lastSeenMilliseconds.map { "\($0)" },
                "data-silent-after": "\(node.silentAfterMilliseconds)",
            ]
        ) {
            HTML("header") {
                HTML("h2") {
                    HTML("a", ["href": NodeLink.path(node.name)]) { node.name }
                }
                StateBadge.html(state)
                if let seen = node.lastSeenMilliseconds { Age.html(seen, view) }
            }
            RoomNote.html(node, view)
            for sensor in node.sensors { self.sensor(sensor) }
        }
    }

    private func sensor(_ sensor: SensorState) -> HTML {
        HTML(
            "div",
            [
                "class": "sensor", "data-sensor": sensor.id,
                "data-state": sensor.condition.rawValue,
            ]
        ) {
            SensorNote.html(sensor, view)
            for series in sensor.series where series.isNumeric {
                reading(series, of: sensor, isLeading: series.id == leading)
            }
        }
    }

    /// The first temperature, or else the first of all.
    private var leading: SeriesID? {
        let all = node.sensors.flatMap(\.series).filter(\.isNumeric)
        return (all.first { $0.quantity == "temperature" } ?? all.first)?.id
    }

    private func reading(_ series: SeriesState, of sensor: SensorState, isLeading: Bool) -> HTML {
        let drawn = ChartSeries(
            id: series.id, label: series.style.title, look: .of(room: place), style: series.style,
            intervalMilliseconds: series.intervalMilliseconds, points: points[series.id] ?? [])
        return HTML("div", ["class": isLeading ? "reading leading" : "reading"]) {
            label(series, of: sensor, extent: isLeading ? drawn.points.extent : nil)
            ReadingValue.html(series, classes: "value")
            TrendMark.html(Trend(drawn.points, style: series.style))
            Sparkline.html(
                drawn, window: window, bucketMilliseconds: bucketMilliseconds,
                height: isLeading ? 56 : 24)
        }
    }

    /// What it is, and for the leading one between which values its last day was.
    private func label(
        _ series: SeriesState, of sensor: SensorState, extent: ClosedRange<Double>?
    ) -> HTML {
        HTML("div", ["class": "label"]) {
            HTML("h3", ["class": "what"]) {
                if node.sensors.count > 1 {
                    HTML("span", ["class": "which"]) { sensor.id + " " }
                }
                series.style.title.lowercased()
            }
            if let extent {
                HTML("p", ["class": "extent"]) {
                    series.style.number(shown: extent.lowerBound) + "\u{2009}…\u{2009}"
                    series.style.number(shown: extent.upperBound) + " in 24\u{A0}h"
                }
            }
        }
    }
}
