/// Which simulated sensors fail, how and when: a rehearsal of trouble.
public struct FaultSchedule: Equatable, Sendable {
    /// The faults, in the order of the file.
    public let faults: [PlannedFault]

    /// No fault at any time.
    public static let none = FaultSchedule([])

    /// A schedule.
    /// - Parameter faults: the faults; of two at the same time the first counts.
    public init(_ faults: [PlannedFault]) {
        self.faults = faults
    }

    /// What one sensor suffers, apart.
    /// - Parameter sensor: its id.
    /// - Returns: the schedule of this sensor alone.
    public func schedule(of sensor: String) -> FaultSchedule {
        FaultSchedule(faults.filter { $0.sensor == sensor })
    }

    /// What is the matter at a moment.
    /// - Parameter milliseconds: since the program's start.
    /// - Returns: the first fault in the order of the file that is active; nil for none.
    public func fault(at milliseconds: UInt64) -> SensorFault? {
        faults.first { $0.isActive(at: milliseconds) }?.fault
    }
}
