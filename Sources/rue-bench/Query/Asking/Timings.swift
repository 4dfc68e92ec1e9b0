/// How long one question took, each time it was asked.
struct Timings {
    /// Sorted, in nanoseconds.
    private let nanoseconds: [Int64]

    /// Asks again and again.
    ///
    /// - Parameters:
    ///   - count: how often.
    ///   - seconds: after how long it is enough.
    ///   - ask: what is timed.
    init(count: Int, seconds: Int64, ask: () throws -> Void) rethrows {
        var all: [Int64] = []
        let begun = ProcessorTime.wall
        while all.count < count, ProcessorTime.wall - begun < seconds * 1_000_000_000 {
            let start = ProcessorTime.wall
            try ask()
            all.append(ProcessorTime.wall - start)
        }
        nanoseconds = all.sorted()
    }

    var count: Int { nanoseconds.count }
    var median: Double { milliseconds(0.5) }
    var percentile95: Double { milliseconds(0.95) }

    /// The smallest that at least this share of all did not exceed.
    private func milliseconds(_ share: Double) -> Double {
        let rank = Int((share * Double(count)).rounded(.up))
        return Double(nanoseconds[max(0, min(count - 1, rank - 1))]) / 1e6
    }
}
