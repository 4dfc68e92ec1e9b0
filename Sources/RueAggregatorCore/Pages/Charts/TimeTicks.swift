/// Round moments along the axis of time, as the wall clock has them.
enum TimeTicks {
    /// One of them.
    struct Tick: Equatable, Sendable {
        let timeMilliseconds: Int64
        let label: String
        /// Whether a day, or in a long chart a year, begins here.
        let isMajor: Bool
    }

    /// Moments between two others.
    ///
    /// - Parameters:
    ///   - from: the start, in milliseconds since 1970.
    ///   - to: the end.
    ///   - zone: whose clock.
    ///   - count: at most about how many.
    /// - Returns: them, the earliest first.
    static func ticks(
        from: Int64, to: Int64, zone: ServerZone, count: Int = 9
    ) -> [Tick] {
        let span = (to - from) / 1_000
        guard span > 0 else { return [] }
        if span > 100 * 86_400 { return months(from: from, to: to, zone: zone) }
        let step = steps.first { span / $0 <= Int64(count) } ?? 86_400 * 14
        let start = zone.offset(from / 1_000).seconds
        var local = (from / 1_000 + Int64(start) + step - 1) / step * step
        var ticks: [Tick] = []
        while true {
            let moment = zone.moment(localSeconds: local, near: local - Int64(start))
            guard moment <= to else { return ticks }
            if moment >= from, moment > ticks.last?.timeMilliseconds ?? .min {
                ticks.append(tick(moment, step: step, zone))
            }
            local += step
        }
    }

    private static let steps: [Int64] = [
        60, 300, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000,
        864_000,
    ]

    private static func tick(_ moment: Int64, step: Int64, _ zone: ServerZone) -> Tick {
        let local = zone.local(milliseconds: moment)
        let isMidnight = local.hour == 0 && local.minute == 0
        if step < 86_400 {
            return Tick(
                timeMilliseconds: moment, label: isMidnight ? local.day : local.time,
                isMajor: isMidnight)
        }
        let label = step == 86_400 ? local.weekday : local.day
        return Tick(timeMilliseconds: moment, label: label, isMajor: local.date.day == 1)
    }

    private static func months(from: Int64, to: Int64, zone: ServerZone) -> [Tick] {
        let first = zone.local(milliseconds: from).date
        var ticks: [Tick] = []
        for index in 1...13 {
            let month = first.month - 1 + index
            guard
                let date = CivilDate(year: first.year + month / 12, month: month % 12 + 1, day: 1)
            else { continue }
            let local = Int64(date.daysSince1970) * 86_400
            let moment = zone.moment(localSeconds: local, near: local)
            guard moment <= to else { break }
            let isMajor = date.month == 1
            let name = zone.local(milliseconds: moment).monthName
            ticks.append(
                Tick(
                    timeMilliseconds: moment, label: isMajor ? "\(date.year)" : name,
                    isMajor: isMajor))
        }
        return ticks
    }
}
