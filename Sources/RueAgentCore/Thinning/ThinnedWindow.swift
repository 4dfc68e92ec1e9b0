internal import RueWire

/// The numbers of one series within one stretch of time, and what is left of them.
struct ThinnedWindow {
    /// So few readings stay as they are: their summary would take no less room.
    private static let fewReadings: Int64 = 3

    /// The times of the first and the last, in milliseconds.
    private(set) var times: ClosedRange<Int64>
    /// How many there were.
    private(set) var count: Int64
    private var sum: DecimalFraction
    private(set) var least: DecimalFraction
    private(set) var greatest: DecimalFraction
    /// The readings themselves, while they are few.
    private(set) var readings: [(time: Int64, value: DecimalFraction)]

    /// One reading.
    init(_ value: DecimalFraction, at time: Int64) {
        times = time...time
        count = 1
        (sum, least, greatest) = (value, value, value)
        readings = [(time, value)]
    }

    /// What an earlier thinning left; nil where it cannot be.
    init?(
        mean: DecimalFraction, least: DecimalFraction, greatest: DecimalFraction, count: Int64,
        at time: Int64
    ) {
        guard count > Self.fewReadings, let sum = mean.multiplied(by: count),
            !mean.isLess(than: least), !greatest.isLess(than: mean)
        else { return nil }
        times = time...time
        (self.count, self.sum, self.least, self.greatest) = (count, sum, least, greatest)
        readings = []
    }

    /// Whether a summary stands for the readings.
    var isSummary: Bool { count > Self.fewReadings }

    /// How many records it takes.
    var recordCount: Int { isSummary ? 4 : Int(count) }

    /// The time of the summary: halfway.
    var middle: Int64 { times.lowerBound + (times.upperBound - times.lowerBound) / 2 }

    var mean: DecimalFraction { sum.mean(of: count) }

    /// Takes another's numbers in; false, and nothing is changed, where their sum has too many
    /// digits.
    mutating func merge(_ other: ThinnedWindow) -> Bool {
        let (total, overflow) = count.addingReportingOverflow(other.count)
        guard !overflow, let both = sum.adding(other.sum) else { return false }
        sum = both
        count = total
        times = times.union(other.times)
        if other.least.isLess(than: least) { least = other.least }
        if greatest.isLess(than: other.greatest) { greatest = other.greatest }
        readings = isSummary ? [] : readings + other.readings
        return true
    }
}
