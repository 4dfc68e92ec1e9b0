internal import RueAgentCore
internal import RueSensors

/// What one simulated sensor is to suffer now.
struct Rehearsal {
    private let schedule: FaultSchedule
    private let clock: any SensorClock
    private let startMicroseconds: UInt64

    init(_ schedule: FaultSchedule, clock: any SensorClock, startMicroseconds: UInt64) {
        self.schedule = schedule
        self.clock = clock
        self.startMicroseconds = startMicroseconds
    }

    var fault: SensorFault? {
        if schedule.faults.isEmpty { return nil }
        // Embedded Swift 6.3 traps in `monotonicMilliseconds`, a protocol extension's, where only
        // the protocol is known.
        return schedule.fault(at: (clock.monotonicMicroseconds - startMicroseconds) / 1000)
    }
}
