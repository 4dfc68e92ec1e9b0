import RueStore

/// What a page is made from, and the questions that it may ask.
struct HouseView {
    /// The house as it is now.
    let snapshot: HouseSnapshot
    /// Whose clock the texts go by.
    let zone: ServerZone
    /// The history of some series; nil when a name has just become unknown.
    let history: (RangeRequest) throws(StoreError) -> RangeAnswer?
    /// What the store knows of a node beyond its values; nil when its name has just become unknown.
    let overview: (_ node: String) throws(StoreError) -> NodeOverview?
    /// The names of the nodes that wait to be confirmed.
    let pending: () throws(StoreError) -> [String]

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
    /// - Returns: the points of each series that is known.
    /// - Throws: what the store says.
    func points(
        of series: [SeriesID], in window: (from: Int64, to: Int64), points: Int
    ) throws(StoreError) -> [SeriesID: [RangePoint]] {
        var found: [SeriesID: [RangePoint]] = [:]
        var rest = series[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(RangeRequest.maximumSeries))
            rest = rest.dropFirst(RangeRequest.maximumSeries)
            guard let request = request(some, window, points) else { continue }
            for range in try history(request)?.series ?? [] { found[range.id] = range.points }
        }
        return found
    }

    /// A request that is right by its making.
    private func request(
        _ series: [SeriesID], _ window: (from: Int64, to: Int64), _ points: Int
    ) -> RangeRequest? {
        do throws(RangeError) {
            return try RangeRequest(
                series: series, from: window.from, to: window.to - 1, points: points)
        } catch {
            return nil
        }
    }
}
