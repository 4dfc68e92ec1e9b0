internal import RueAgentCore
internal import RueWire

/// Where simulated time runs, once it is known where the node's chain ends.
struct SimulationCourse {
    let boot: BootID
    /// The uptime at which it begins.
    let start: UInt64
    let end: SimulationPlan.End
    /// UTC at uptime 0; nil for a node that does not know the time.
    private let utcBase: UInt64?

    /// Where readings are counted it begins with the plan, whatever was before. Where the plan
    /// names an end it goes on from where an earlier simulation was stopped.
    ///
    /// - Parameters:
    ///   - plan: what was asked for.
    ///   - last: the last link of the chain, simulated too; nil for none.
    ///   - sensors: what is read, at the intervals of this simulation.
    /// - Returns: the course.
    /// - Throws: when nothing says where to begin, or the system has no random numbers.
    static func make(
        _ plan: SimulationPlan, after last: ChainLink?, sensors: [SensorConfiguration]
    ) throws(AgentFailure) -> SimulationCourse {
        if case .readings(let count) = plan.end {
            let boot = try plan.newBoot()
            let start = uptime(in: boot, after: last)
            return SimulationCourse(
                boot: boot, start: start, end: plan.end,
                utcBase: base(plan.start, start, count, sensors))
        }
        let first = aligned(try firstMoment(plan.start, after: last), to: sensors)
        let boot: BootID
        let start: UInt64
        if plan.boot == nil, let last, let utc = last.utcMilliseconds, follows(plan.start, utc) {
            boot = last.boot
            start = last.uptimeMilliseconds + (first - utc)
        } else {
            boot = try plan.newBoot()
            start = uptime(in: boot, after: last)
        }
        return SimulationCourse(
            boot: boot, start: start, end: plan.end, utcBase: first - min(first, start))
    }

    /// On the grid that samples are taken on, since the first one is taken at once.
    private static func aligned(_ moment: UInt64, to sensors: [SensorConfiguration]) -> UInt64 {
        let step = sensors.reduce(UInt64.max) { min($0, $1.intervalMilliseconds) }
        return (moment - 1) / step * step + step
    }

    /// Uptime never falls within a boot.
    private static func uptime(in boot: BootID, after last: ChainLink?) -> UInt64 {
        guard let last, last.boot == boot else { return 0 }
        return last.uptimeMilliseconds + 1
    }

    /// Whether the chain's end, and not the plan, says where to begin.
    private static func follows(_ start: SimulationPlan.Start, _ last: UInt64) -> Bool {
        if case .at(let start) = start { return last >= start }
        return true
    }

    private static func firstMoment(
        _ start: SimulationPlan.Start, after last: ChainLink?
    ) throws(AgentFailure) -> UInt64 {
        switch (start, last?.utcMilliseconds) {
        case (.at(let start), let last?): return max(start, last + 1)
        case (.at(let start), nil): return start
        case (_, let last?): return last + 1
        case (_, nil):
            throw AgentFailure(
                .usage, "--until wants a --start, since nothing was simulated here before")
        }
    }

    /// UTC at uptime 0 where readings are counted: where nobody said when to begin, so long ago
    /// that the last one is about now.
    private static func base(
        _ start: SimulationPlan.Start, _ uptime: UInt64, _ count: UInt64,
        _ sensors: [SensorConfiguration]
    ) -> UInt64? {
        switch start {
        case .unknown: return nil
        case .at(let moment): return moment
        case .open:
            let perDay = sensors.reduce(0) {
                $0 + UInt64($1.driver.quantityCount) * 86_400_000 / $1.intervalMilliseconds
            }
            let length = count * 86_400_000 / max(1, perDay) + uptime
            let now = SystemTime.utc
            let earliest = Timekeeper.earliestMilliseconds
            return now > earliest + length ? now - length : earliest
        }
    }

    /// The time as the simulated node knows it.
    func time(at uptime: UInt64) -> NodeTime {
        NodeTime(
            uptimeMilliseconds: uptime, utcMilliseconds: utcBase.map { $0 + uptime })
    }

    /// When the simulated climate was at uptime 0, also for a node that does not know it.
    var climateStart: Int64 { Int64(utcBase ?? Timekeeper.earliestMilliseconds) }

    /// The time that simulated time runs towards; nil where readings are counted.
    var endMilliseconds: UInt64? {
        switch end {
        case .readings: nil
        case .at(let moment): moment
        case .now: SystemTime.utc
        }
    }

    /// Whether an uptime is no longer before the end, or there are enough readings.
    func isOver(at uptime: UInt64, readings: UInt64) -> Bool {
        if case .readings(let count) = end { return readings >= count }
        guard let end = endMilliseconds, let utcBase else { return true }
        return utcBase + uptime >= end
    }

    /// How much of the way is covered, in thousandths.
    func share(at uptime: UInt64, readings: UInt64) -> UInt64 {
        if case .readings(let count) = end { return min(1000, readings * 1000 / max(1, count)) }
        guard let end = endMilliseconds, let utcBase, end > utcBase + start else { return 1000 }
        return min(1000, (uptime - min(uptime, start)) * 1000 / (end - utcBase - start))
    }
}
