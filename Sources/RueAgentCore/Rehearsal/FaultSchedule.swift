/// Which simulated sensors fail, how and when, and when the clock does: a rehearsal of trouble.
public struct FaultSchedule: Equatable, Sendable {
    /// The faults of sensors, in the order of the file; of two at the same time the first counts.
    public let faults: [PlannedFault]

    /// What the clock suffers, in the order of the file; of two at the same time the first counts.
    public let clockJumps: [ClockJump]

    /// No fault at any time.
    public static let none = FaultSchedule([])

    /// A schedule.
    /// - Parameters:
    ///   - faults: the faults of sensors.
    ///   - clockJumps: what the clock suffers.
    public init(_ faults: [PlannedFault], clockJumps: [ClockJump] = []) {
        self.faults = faults
        self.clockJumps = clockJumps
    }

    /// What one sensor suffers.
    /// - Parameter sensor: its id.
    /// - Returns: its faults, in the order of the file.
    public func faults(of sensor: String) -> [PlannedFault] {
        faults.filter { $0.sensor == sensor }
    }

    /// What is planned, for a person: who suffers what, in the order of the file.
    public var words: [String] {
        faults.map { "\($0.sensor) \($0.word)" } + clockJumps.map { _ in ClockJump.word }
    }
}
