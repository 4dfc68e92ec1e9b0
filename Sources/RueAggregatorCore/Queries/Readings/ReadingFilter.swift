/// Which readings are wanted.
public struct ReadingFilter: Equatable, Sendable {
    /// Names of nodes; empty for all that are active.
    public var nodes: [String]
    /// Names of sensors; empty for all.
    public var sensors: Set<String>
    /// Names of series (`air_temperature`); empty for all.
    public var series: Set<String>
    /// The times wanted, in milliseconds since 1970; nil for all, those without a time too.
    public var times: ClosedRange<Int64>?

    /// Puts a filter together; without arguments it lets all of the active nodes' readings pass.
    ///
    /// - Parameters:
    ///   - nodes: names of nodes; empty for all that are active.
    ///   - sensors: names of sensors; empty for all.
    ///   - series: names of series; empty for all.
    ///   - times: the times wanted, in milliseconds since 1970; nil for all.
    public init(
        nodes: [String] = [], sensors: Set<String> = [], series: Set<String> = [],
        times: ClosedRange<Int64>? = nil
    ) {
        self.nodes = nodes
        self.sensors = sensors
        self.series = series
        self.times = times
    }

    /// Whether a reading passes; its node is not asked for.
    func passes(_ reading: StoredReading) -> Bool {
        if !sensors.isEmpty && !sensors.contains(reading.sensor) { return false }
        if !series.isEmpty && !series.contains(reading.series) { return false }
        guard let times else { return true }
        guard let time = reading.timeMilliseconds else { return false }
        return times.contains(time)
    }
}
