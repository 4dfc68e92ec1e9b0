/// Spans of time in milliseconds.
enum Span {
    static let second: Int64 = 1000
    static let minute = 60 * second
    static let hour = 60 * minute
    static let day = 24 * hour
    /// The mean year, 365.2425 days.
    static let year: Int64 = 31_556_952_000

    /// Whole periods before a moment, rounded towards the past.
    @inline(__always)
    static func whole(_ period: Int64, in moment: Int64) -> Int64 {
        moment >= 0 ? moment / period : (moment - period + 1) / period
    }
}
