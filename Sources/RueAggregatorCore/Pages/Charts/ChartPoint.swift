/// One bucket of a series, in the unit that is shown.
struct ChartPoint: Equatable, Sendable {
    let timeMilliseconds: Int64
    let minimum: Double
    let mean: Double
    let maximum: Double
}
