/// What one question cost.
struct QueryResult {
    let question: QueryQuestion
    /// The first request to a server just started, the store not in memory, in milliseconds.
    let first: Double
    let timings: Timings
    let bytes: Int
    /// The same bytes from a server that does nothing else.
    let bare: Timings

    var ratio: Double { timings.median / bare.median }
}
