internal import RueAgentCore
internal import RueSensors

/// What one simulated sensor is to suffer now.
struct Rehearsal {
    private let schedule: FaultSchedule
    private let clock: any SensorClock
    private let startMilliseconds: UInt64

    init(_ schedule: FaultSchedule, clock: any SensorClock, startMilliseconds: UInt64) {
        self.schedule = schedule
        self.clock = clock
        self.startMilliseconds = startMilliseconds
    }

    var fault: SensorFault? {
        if schedule.faults.isEmpty { return nil }
        return schedule.fault(at: clock.monotonicMilliseconds - startMilliseconds)
    }
}
