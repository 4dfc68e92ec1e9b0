/// What the store holds: 50 nodes with 9 series each over a year, one of them as a node that is
/// asked about.
struct QueryShape: Equatable {
    static let nodes = 50
    static let seriesPerNode = 9
    static let dayMilliseconds: Int64 = 86_400_000
    static let yearMilliseconds = 365 * dayMilliseconds
    static let hourMilliseconds: Int64 = 3_600_000
    /// What a day of one series has at 10 s.
    static let pointsOfADay = 8_640
    static let hoursOfAYear = 8_760

    /// How many readings at least.
    let readings: Int64
    /// How often the node that is asked about sampled, but for its last day.
    let intervalSeconds: Int64
    /// The moment after the last reading: a full hour, in milliseconds since 1970.
    let end: Int64

    var start: Int64 { end - Self.yearMilliseconds }
    var lastDay: Int64 { end - Self.dayMilliseconds }

    /// Of the node that is asked about, the first one: its last day has a reading every 10 s.
    var asked: SampleGrid {
        SampleGrid(start: start, end: end, interval: intervalSeconds * 1_000, dense: lastDay)
    }

    /// Of each other node: they share what is left of the readings.
    var other: SampleGrid { SampleGrid(start: start, end: end, interval: otherInterval) }

    func grid(node: Int) -> SampleGrid { node == 0 ? asked : other }

    /// What it comes to.
    var total: Int64 {
        Int64(Self.seriesPerNode) * (asked.count + Int64(Self.nodes - 1) * other.count)
    }

    private var otherInterval: Int64 {
        let series = Int64(Self.seriesPerNode)
        let left = max(series, readings - asked.count * series)
        let moments = max(1, left / (series * Int64(Self.nodes - 1)))
        return max(1, Self.yearMilliseconds / moments)
    }
}
