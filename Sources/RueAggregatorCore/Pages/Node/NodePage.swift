import RueStore

/// `/node/NAME`: one room; its sensors now, their charts, and the node itself.
struct NodePage {
    let node: NodeState
    let span: ChartSpan
    let view: HouseView
    private let overview: NodeOverview?
    private let shown: [Chart]

    init(node: NodeState, span: ChartSpan, view: HouseView) throws(StoreError) {
        self.node = node
        self.span = span
        self.view = view
        overview = try view.overview(node.name)
        shown = try RoomCharts(node: node, span: span, view: view).charts()
    }

    var html: HTML {
        let frame = PageFrame(
            title: node.name, scripts: ["house.js", "chart.js"], hasCharts: true, view: view)
        let state = RoomState(node)
        return frame.html {
            HTML(
                "article",
                [
                    "class": "room", "id": "room", "data-node": node.name,
                    "data-state": state.rawValue,
                    "data-last-seen": node.lastSeenMilliseconds.map { "\($0)" },
                    "data-silent-after": "\(node.silentAfterMilliseconds)",
                ]
            ) {
                headline(state)
                RoomNote.html(node, view)
                sensors
                charts
                NodeFacts(node: node, view: view, overview: overview).html
            }
        }
    }

    private func headline(_ state: RoomState) -> HTML {
        HTML("div", ["class": "headline"]) {
            HTML("p", ["class": "crumb"]) { HTML("a", ["href": "/"]) { "The house" } }
            HTML("h1") { node.name }
            HTML("p", ["class": "state"]) {
                StateBadge.html(state)
                if let seen = node.lastSeenMilliseconds { Age.html(seen, view) }
            }
        }
    }

    @HTMLBuilder private var sensors: HTML {
        if !node.sensors.isEmpty {
            HTML("section", ["aria-labelledby": "now-title", "id": "now"]) {
                HTML("h2", ["id": "now-title"]) { "Now" }
                HTML("div", ["class": "cards"]) {
                    for sensor in node.sensors { SensorCard.html(sensor, view) }
                }
            }
        }
    }

    @HTMLBuilder private var charts: HTML {
        if !node.sensors.isEmpty {
            HTML("section", ["aria-labelledby": "history-title", "id": "history"]) {
                HTML("div", ["class": "row"]) {
                    HTML("h2", ["id": "history-title"]) { "History" }
                    SpanLinks.html(span) { NodeLink.path(node.name, span: $0) }
                }
                ChartHelp.html
                for chart in shown {
                    ChartFigure.html(chart, heading: chart.style.title)
                }
            }
        }
    }
}
