/// Where readings are missing, so that no line is drawn over the hole.
///
/// A step is a gap when it is longer than three intervals. Which interval, the neighbourhood tells
/// as well as the node does: a history that was kept by the minute and goes on by the second has
/// both. `chart.js` has the same rule.
struct GapRule: Sendable {
    let bucketMilliseconds: Int64
    let intervalMilliseconds: Int64?

    private static let neighbours = 5

    /// The points in runs without a gap between them.
    func runs(_ points: [ChartPoint]) -> [ArraySlice<ChartPoint>] {
        guard points.count > 1 else { return points.isEmpty ? [] : [points[...]] }
        let steps = zip(points.dropFirst(), points).map {
            $0.timeMilliseconds - $1.timeMilliseconds
        }
        let least = max(bucketMilliseconds, intervalMilliseconds ?? 0)
        var runs: [ArraySlice<ChartPoint>] = []
        var start = 0
        for (index, step) in steps.enumerated()
        where step > 3 * least && step > 3 * usual(around: index, steps) {
            runs.append(points[start...index])
            start = index + 1
        }
        runs.append(points[start...])
        return runs
    }

    /// The longer of the usual step before and the usual step after. The steps right beside count
    /// too, the shorter of them: where the points begin there is nothing usual before.
    private func usual(around index: Int, _ steps: [Int64]) -> Int64 {
        let before = steps[max(0, index - Self.neighbours)..<index]
        let after = steps[(index + 1)..<min(steps.count, index + 1 + Self.neighbours)]
        let beside = [before.last, after.first].compactMap(\.self).min() ?? 0
        return max(beside, Self.median(before), Self.median(after))
    }

    /// The middle one, of two the shorter; 0 of none.
    private static func median(_ steps: ArraySlice<Int64>) -> Int64 {
        steps.isEmpty ? 0 : steps.sorted()[(steps.count - 1) / 2]
    }
}
