import RueWire

/// What a page is made from, and the questions that it may ask.
struct HouseView {
    /// The house as it is now.
    let snapshot: HouseSnapshot
    /// Whose clock the texts go by.
    let zone: ServerZone
    /// The history of some series; nil when it cannot be read, which the log tells.
    let history: (RangeRequest) -> RangeAnswer?
    /// What the store knows of a node beyond its values; nil when it cannot be read.
    let overview: (_ node: String) -> NodeOverview?

    var now: Int64 { snapshot.nowMilliseconds }

    /// Each node's place in the order of enrolment: by that it has its colour.
    var places: [String: Int] {
        let byAge = snapshot.nodes.sorted {
            ($0.createdMilliseconds, $0.name) < ($1.createdMilliseconds, $1.name)
        }
        return Dictionary(byAge.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// The history of any number of series, in as many requests as that takes.
    ///
    /// - Parameters:
    ///   - series: which.
    ///   - window: from when to when.
    ///   - points: in how many buckets.
    /// - Returns: the points of each series that could be read.
    func points(
        of series: [SeriesID], in window: (from: Int64, to: Int64), points: Int
    ) -> [SeriesID: [RangePoint]] {
        var found: [SeriesID: [RangePoint]] = [:]
        var rest = series[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(RangeRequest.maximumSeries))
            rest = rest.dropFirst(RangeRequest.maximumSeries)
            for range in answer(some, window, points)?.series ?? [] {
                found[range.id] = range.points
            }
        }
        return found
    }

    private func answer(
        _ series: [SeriesID], _ window: (from: Int64, to: Int64), _ points: Int
    ) -> RangeAnswer? {
        do throws(RangeError) {
            let request = try RangeRequest(
                series: series, from: window.from, to: window.to - 1, points: points)
            return history(request)
        } catch {
            return nil
        }
    }
}
