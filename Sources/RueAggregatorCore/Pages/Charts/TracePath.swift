/// The data of SVG paths for a series: a line through the means, and the band from each bucket's
/// minimum to its maximum, which no spike escapes.
struct TracePath: Equatable, Sendable {
    /// The line.
    let line: String
    /// The band; empty where every bucket holds one value.
    let band: String

    /// - Parameters:
    ///   - runs: the points, without gaps within a run; between runs nothing is drawn.
    ///   - scale: where they lie.
    init(runs: [ArraySlice<ChartPoint>], scale: ChartScale) {
        line = runs.map { Self.line($0, scale) }.joined()
        let hasBand = runs.contains { $0.contains { $0.maximum > $0.minimum } }
        band = hasBand ? runs.map { Self.band($0, scale) }.joined() : ""
    }

    /// A run of one point is a line of no length, which round line caps make a dot.
    private static func line(_ run: ArraySlice<ChartPoint>, _ scale: ChartScale) -> String {
        let path = polyline(run.map { (scale.x($0.timeMilliseconds), scale.y($0.mean)) })
        return run.count == 1 ? path + "h0" : path
    }

    private static func band(_ run: ArraySlice<ChartPoint>, _ scale: ChartScale) -> String {
        let upper = run.map { (scale.x($0.timeMilliseconds), scale.y($0.maximum)) }
        let lower = run.reversed().map { (scale.x($0.timeMilliseconds), scale.y($0.minimum)) }
        return polyline(upper + lower) + "z"
    }

    private static func polyline(_ points: [(Double, Double)]) -> String {
        var path = ""
        for (x, y) in points {
            path += path.isEmpty ? "M" : "L"
            path += ChartScale.number(x) + " " + ChartScale.number(y)
        }
        return path
    }
}
