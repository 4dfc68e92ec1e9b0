/// How far back a chart goes.
enum ChartSpan: String, CaseIterable, Sendable {
    case day, week, month, year

    /// `Day`.
    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// `the last 24 hours`.
    var phrase: String {
        switch self {
        case .day: "the last 24\u{A0}hours"
        case .week: "the last 7\u{A0}days"
        case .month: "the last 30\u{A0}days"
        case .year: "the last 365\u{A0}days"
        }
    }

    /// Its length in milliseconds.
    var milliseconds: Int64 { bucketMilliseconds * Int64(points) }

    /// The length of one bucket of the drawing in the page: something that one can say.
    var bucketMilliseconds: Int64 {
        switch self {
        case .day: 600_000
        case .week: 3_600_000
        case .month: 4 * 3_600_000
        case .year: 86_400_000
        }
    }

    /// How many buckets there are.
    var points: Int {
        switch self {
        case .day: 144
        case .week: 168
        case .month: 180
        case .year: 365
        }
    }

    /// The window that ends now, its ends on whole buckets.
    func window(nowMilliseconds now: Int64) -> (from: Int64, to: Int64) {
        let to = (now / bucketMilliseconds + 1) * bucketMilliseconds
        return (to - milliseconds, to)
    }
}
