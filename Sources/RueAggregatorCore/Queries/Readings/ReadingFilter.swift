/// Which readings are wanted.
public struct ReadingFilter: Equatable, Sendable {
    /// Names of nodes; empty for all that are active, or for the revoked ones too.
    public var nodes: [String]
    /// Whether no name means revoked nodes too. Those that wait for confirmation are never shown.
    public var takesAllNodes = false
    /// Whether what nodes say of themselves passes, where neither sensors, series nor quantities
    /// are asked for.
    public var takesHealth = true
    /// Names of sensors; empty for all.
    public var sensors: Set<String>
    /// Names of quantities; empty for all.
    public var quantities: Set<String>
    /// Names of series (`air_temperature`); empty for all.
    public var series: Set<String>
    /// The times wanted, in milliseconds since 1970; nil for all, those without a time too.
    public var times: ClosedRange<Int64>?

    /// Puts a filter together; without arguments it lets all of the active nodes' readings pass.
    ///
    /// - Parameters:
    ///   - nodes: names of nodes; empty for all that are active.
    ///   - sensors: names of sensors; empty for all.
    ///   - quantities: names of quantities; empty for all.
    ///   - series: names of series; empty for all.
    ///   - times: the times wanted, in milliseconds since 1970; nil for all.
    public init(
        nodes: [String] = [], sensors: Set<String> = [], quantities: Set<String> = [],
        series: Set<String> = [],
        times: ClosedRange<Int64>? = nil
    ) {
        self.nodes = nodes
        self.sensors = sensors
        self.quantities = quantities
        self.series = series
        self.times = times
    }

    /// Whether only some sensors, quantities or series are asked for.
    public var namesSome: Bool { !sensors.isEmpty || !quantities.isEmpty || !series.isEmpty }

    /// Whether a reading passes; its node is not asked for.
    func passes(_ reading: StoredReading) -> Bool {
        if !sensors.isEmpty && !sensors.contains(reading.sensor) { return false }
        if !quantities.isEmpty && !quantities.contains(reading.quantity) { return false }
        if !takesHealth && !namesSome && reading.isHealth { return false }
        if !series.isEmpty && !series.contains(reading.series) { return false }
        guard let times else { return true }
        guard let time = reading.timeMilliseconds else { return false }
        return times.contains(time)
    }
}
