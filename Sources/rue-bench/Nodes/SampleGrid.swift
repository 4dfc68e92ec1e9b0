/// When the benchmark's nodes sample: every so often, the last day perhaps more often.
struct SampleGrid {
    /// The first moment, in milliseconds since 1970.
    let start: Int64
    /// The moment after the last, in milliseconds since 1970.
    var end = Int64.max
    /// Before `dense`, in milliseconds.
    let interval: Int64
    /// From when on `denseInterval` holds; a multiple of `interval` after `start`.
    var dense = Int64.max
    /// In milliseconds.
    var denseInterval: Int64 = 10_000

    /// As GOALS has it: every 10 s, for ever.
    static func everyTenSeconds(from start: Int64) -> SampleGrid {
        SampleGrid(start: start, interval: 10_000)
    }

    func next(after moment: Int64) -> Int64 {
        moment >= dense ? moment + denseInterval : min(dense, moment + interval)
    }

    /// How many moments it has; for one with an end.
    var count: Int64 {
        let sparseEnd = min(dense, end)
        let sparse = (sparseEnd - start + interval - 1) / interval
        return sparse + max(0, (end - sparseEnd + denseInterval - 1) / denseInterval)
    }
}
