/// Which series, from when to when, and in how many buckets.
public struct RangeRequest: Equatable, Sendable {
    /// How many series one request may name.
    public static let maximumSeries = 16
    /// How many buckets one request may ask for.
    public static let maximumPoints = 10_000
    /// The longest time between from and to, in milliseconds: 100 years.
    public static let maximumSpanMilliseconds: Int64 = 36_525 * 86_400_000

    /// Which; 1…16, none twice.
    public let series: [SeriesID]
    /// The first moment wanted, in milliseconds since 1970.
    public let from: Int64
    /// The last moment wanted, in milliseconds since 1970, not before ``from``.
    public let to: Int64
    /// How many buckets at most; 1…10,000.
    public let points: Int

    /// Checks and puts a request together.
    ///
    /// - Parameters:
    ///   - series: which; 1…16, none twice.
    ///   - from: the first moment wanted, in milliseconds since 1970.
    ///   - to: the last moment wanted, in milliseconds since 1970.
    ///   - points: how many buckets at most; 1…10,000.
    /// - Throws: `.noSeries`, `.tooManySeries`, `.repeatedSeries`, `.points`, `.reversed`,
    ///   `.tooLong`.
    public init(
        series: [SeriesID], from: Int64, to: Int64, points: Int
    ) throws(RangeError) {
        guard !series.isEmpty else { throw .noSeries }
        guard series.count <= Self.maximumSeries else { throw .tooManySeries(series.count) }
        var seen: Set<SeriesID> = []
        for id in series where !seen.insert(id).inserted { throw .repeatedSeries(id) }
        guard (1...Self.maximumPoints).contains(points) else { throw .points }
        guard from <= to else { throw .reversed }
        let (span, overflow) = to.subtractingReportingOverflow(from)
        guard !overflow, span <= Self.maximumSpanMilliseconds else { throw .tooLong }
        self.series = series
        self.from = from
        self.to = to
        self.points = points
    }

    /// How long a bucket is: from ``from`` to ``to`` in at most ``points`` parts of whole
    /// milliseconds. The last one takes in ``to`` itself.
    public var bucketMilliseconds: Int64 {
        let span = to - from
        let parts = Int64(points)
        return max(1, span / parts + (span % parts == 0 ? 0 : 1))
    }

    /// How many buckets there are, 1…``points``.
    var bucketCount: Int {
        let span = max(to - from, 1)
        return Int((span - 1) / bucketMilliseconds) + 1
    }
}
