/// Where a value is going: an arrow, and the word for those who do not see it.
enum TrendMark {
    static func html(_ trend: Trend?) -> HTML {
        guard let trend else { return .empty }
        return HTML("span", ["class": "trend", "data-trend": trend.rawValue]) {
            HTML(
                "svg",
                ["viewBox": "0 0 16 16", "width": "16", "height": "16", "aria-hidden": "true"]
            ) { HTML.leaf("path", ["d": path(trend)]) }
            trend.rawValue
        }
    }

    private static func path(_ trend: Trend) -> String {
        switch trend {
        case .rising: "M3.5 12.5l9-9M6 3.5h6.5V10"
        case .falling: "M3.5 3.5l9 9M12.5 6v6.5H6"
        case .steady: "M2 8h11.5M9.5 4l4 4-4 4"
        }
    }
}
