/// The rules about time that are local to a batch.
struct TimeRule {
    private let hasClock: Bool

    init(link: ChainLink) { hasClock = link.utcMilliseconds != nil }

    /// Nothing is before 2025-01-01, nor after the year 9999.
    static func check(_ link: ChainLink) throws(WireError) {
        guard let utc = link.utcMilliseconds else { return }
        guard utc >= UInt64(WireLimits.earliestMilliseconds) else {
            throw .timeTooEarly(record: nil)
        }
        guard utc < UInt64(WireLimits.latestMilliseconds) else {
            throw .timeOutOfRange(record: nil)
        }
    }

    /// With a known clock times are absolute; without, there is no base time, and they are 0 or
    /// less. Returns the time in milliseconds.
    func check(
        _ record: borrowing PackRecord, hasBaseTime: Bool
    ) throws(WireError) -> Int64 {
        switch (record.time, hasClock) {
        case (.absolute(let milliseconds), true):
            guard milliseconds >= WireLimits.earliestMilliseconds else {
                throw .timeTooEarly(record: record.index)
            }
            return milliseconds
        case (.relative, true): throw .timeNotAbsolute(record: record.index)
        case (.relative(let milliseconds), false):
            guard !hasBaseTime else { throw .baseTimeWithoutClock(record: record.index) }
            guard milliseconds <= 0 else { throw .timeAfterBatch(record: record.index) }
            return milliseconds
        case (.absolute, false):
            guard !hasBaseTime else { throw .baseTimeWithoutClock(record: record.index) }
            throw .timeAfterBatch(record: record.index)
        }
    }
}
