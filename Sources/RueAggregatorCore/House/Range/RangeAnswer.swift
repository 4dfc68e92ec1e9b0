/// What happened in one bucket of one series.
public struct RangePoint: Equatable, Sendable {
    /// When the bucket's first reading was taken, in milliseconds since 1970.
    public let timeMilliseconds: Int64
    /// The least value of all, exactly as signed.
    public let minimum: RangeNumber
    /// The mean of all, to two places more than the values have.
    public let mean: Double
    /// The greatest value of all, exactly as signed.
    public let maximum: RangeNumber
    /// How many readings there were, 1 or more.
    public let count: Int

    /// Puts a point together; the meanings are those of the properties.
    public init(
        timeMilliseconds: Int64, minimum: RangeNumber, mean: Double, maximum: RangeNumber,
        count: Int
    ) {
        self.timeMilliseconds = timeMilliseconds
        self.minimum = minimum
        self.mean = mean
        self.maximum = maximum
        self.count = count
    }
}

/// One series of an answer.
public struct SeriesRange: Equatable, Sendable {
    /// Which.
    public let id: SeriesID
    /// The newest reading's unit.
    public let unit: String?
    /// The buckets that have readings, by rising time.
    public let points: [RangePoint]

    /// Puts a series together; the meanings are those of the properties.
    public init(id: SeriesID, unit: String?, points: [RangePoint]) {
        self.id = id
        self.unit = unit
        self.points = points
    }
}

/// What was asked for with a ``RangeRequest``.
public struct RangeAnswer: Equatable, Sendable {
    /// How long a bucket is. The first begins at the request's ``RangeRequest/from``.
    public let bucketMilliseconds: Int64
    /// The series in the order in which they were asked for.
    public let series: [SeriesRange]

    /// Puts an answer together.
    ///
    /// - Parameters:
    ///   - bucketMilliseconds: how long a bucket is.
    ///   - series: the series in the order in which they were asked for.
    public init(bucketMilliseconds: Int64, series: [SeriesRange]) {
        self.bucketMilliseconds = bucketMilliseconds
        self.series = series
    }
}
