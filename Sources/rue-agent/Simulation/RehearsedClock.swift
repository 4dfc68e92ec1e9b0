internal import RueAgentCore
internal import RueSensorsSimulation

/// The node's clock, as somebody sets it wrong while a rehearsal wants it so. What sensors and
/// deadlines go by is another clock, which nobody sets.
struct RehearsedClock {
    private let jumps: [ClockJump]
    private let startMilliseconds: UInt64

    /// The clock of a node.
    ///
    /// - Parameters:
    ///   - jumps: what it suffers.
    ///   - startMilliseconds: the uptime that the plan counts from.
    init(_ jumps: [ClockJump], from startMilliseconds: UInt64) {
        self.jumps = jumps
        self.startMilliseconds = startMilliseconds
    }

    /// What the clock shows.
    ///
    /// - Parameters:
    ///   - utc: what it would show, in milliseconds since 1970.
    ///   - uptime: now.
    /// - Returns: milliseconds since 1970.
    func milliseconds(_ utc: UInt64, at uptime: UInt64) -> UInt64 {
        let passed = uptime - min(uptime, startMilliseconds)
        let jump = jumps.first { FaultWindow($0.times).occurrence(at: passed) != nil }
        guard let jump else { return utc }
        return UInt64(clamping: Int64(clamping: utc) + jump.byMilliseconds)
    }
}
