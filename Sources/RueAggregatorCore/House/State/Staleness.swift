/// When something that was heard of is too long ago. Pure functions of times in milliseconds.
enum Staleness {
    /// Nothing younger is ever called stale or silent: a tile shall not flicker.
    static let leastMilliseconds: Int64 = 30_000

    /// From which age on a value is stale.
    ///
    /// - Parameters:
    ///   - interval: from one value of the series to the next; nil when not known.
    ///   - nodeInterval: from one item of its node to the next: a value waits so long at most
    ///     before it is sent.
    /// - Returns: milliseconds.
    static func staleAfter(interval: Int64?, nodeInterval: Int64?) -> Int64 {
        max(leastMilliseconds, tripled((interval ?? 0).clampedSum(nodeInterval ?? 0)))
    }

    /// What a node says of itself comes seldom, and how seldom is not known before the second time.
    static let healthMilliseconds: Int64 = 86_400_000

    /// After how long without an item a node is silent.
    static func silentAfter(interval: Int64?) -> Int64 {
        max(leastMilliseconds, tripled(interval ?? 0))
    }

    static func condition(
        lastSeen: Int64?, silentAfter: Int64, nowMilliseconds now: Int64
    ) -> NodeCondition {
        guard let lastSeen else { return .waiting }
        return now - lastSeen > silentAfter ? .silent : .live
    }

    /// - Parameters:
    ///   - isFaultNewest: whether a fault is the last that was heard of the sensor.
    ///   - series: its values.
    ///   - now: the present, in milliseconds since 1970.
    /// - Returns: what can be said of the sensor.
    static func condition(
        isFaultNewest: Bool, series: [SeriesState], nowMilliseconds now: Int64
    ) -> SensorCondition {
        if isFaultNewest { return .failing }
        // One that is still measured is enough: a series may have been given up.
        return series.contains { !$0.isStale(nowMilliseconds: now) } ? .fresh : .stale
    }

    private static func tripled(_ milliseconds: Int64) -> Int64 {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 3)
        return overflow ? .max : product
    }
}

extension Int64 {
    fileprivate func clampedSum(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

extension NodeState {
    /// The same node as it is at another moment.
    func judged(atMilliseconds now: Int64) -> NodeState {
        var node = self
        node.condition = Staleness.condition(
            lastSeen: lastSeenMilliseconds, silentAfter: silentAfterMilliseconds,
            nowMilliseconds: now)
        for index in sensors.indices {
            node.sensors[index].condition = Staleness.condition(
                isFaultNewest: sensors[index].condition == .failing, series: sensors[index].series,
                nowMilliseconds: now)
        }
        return node
    }
}
