import RueAggregatorCore

/// What is asked, and what must come back.
enum QueryQuestion: CaseIterable {
    case day
    case year
    case latest

    var title: String {
        switch self {
        case .day: "a day raw, one series"
        case .year: "a year hourly, one series"
        case .latest: "latest of 450 series"
        }
    }

    /// For JSON.
    var key: String {
        switch self {
        case .day: "day_raw"
        case .year: "year_hourly"
        case .latest: "latest"
        }
    }

    func target(_ shape: QueryShape) -> String {
        switch self {
        case .day: Self.range(shape.lastDay, shape.end, points: QueryShape.pointsOfADay)
        case .year: Self.range(shape.start, shape.end, points: QueryShape.hoursOfAYear)
        case .latest: "/api/v1/latest"
        }
    }

    /// Half a grid's step earlier, so that the jitter of the first and last reading moves none of
    /// them out of the range.
    private static func range(_ from: Int64, _ to: Int64, points: Int) -> String {
        let early: Int64 = points == QueryShape.pointsOfADay ? 5_000 : 0
        let name = NodeEnroller.name(0) + "/" + Workload.series[0].name
        return "/api/v1/range?series=\(name)&from=" + UTCTime.text(milliseconds: from - early)
            + "&to=" + UTCTime.text(milliseconds: to - early) + "&points=\(points)"
    }
}
