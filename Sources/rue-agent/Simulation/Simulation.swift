internal import RueAgentCore
internal import RueSensors
internal import RueSensorsSimulation
internal import RueWire

/// A node whose clock jumps from one deadline to the next: sensors, batches, signatures and spool
/// as in `run`, only faster.
struct Simulation {
    /// As many batches as one request carries.
    private static let batchesPerCommit = WireLimits.bodyItems
    /// How long samples that are under way are waited for at the end, in simulated time.
    private static let settlingMilliseconds: UInt64 = 10_000

    private let course: SimulationCourse
    private let clock: VirtualClock
    private let rehearsed: RehearsedClock
    private let spool: Spool
    private var recorder: Recorder

    /// Whether it has ended, and everything is in the spool.
    private(set) var isOver = false
    private var isStopped = false

    init(_ setUp: NodeSetUp, _ course: SimulationCourse, sensors: [SensorConfiguration]) {
        self.course = course
        spool = setUp.spool
        let clock = VirtualClock(utcMilliseconds: course.climateStart)
        clock.advance(milliseconds: course.start)
        self.clock = clock
        rehearsed = RehearsedClock(setUp.configuration.faults.clockJumps, from: course.start)
        let factory = SensorFactory(setUp.configuration, clock: clock) {
            clock.utcMilliseconds
        }
        // How long a reading waits is told by its batch's number of readings alone: simulated
        // time costs nothing.
        let limits = BatchLimits(
            readings: setUp.configuration.batch.readings, milliseconds: nil)
        recorder = setUp.recorder(
            factory.sensors(sensors), limits: limits, boot: course.boot, from: course.start)
        recorder.batchesPerCommit = Self.batchesPerCommit
        if case .readings(let count) = course.end { recorder.readingLimit = count }
        isOver = course.isOver(at: course.start, readings: 0)
    }

    /// Readings taken so far.
    var readings: UInt64 { recorder.readings }

    /// How much of the way is covered, in thousandths.
    var share: UInt64 {
        isOver && !isStopped
            ? 1000 : course.share(at: clock.monotonicMilliseconds, readings: readings)
    }

    /// The time of day that it has come to; nil for a node that does not know it.
    var utcMilliseconds: UInt64? { time.utcMilliseconds }

    private var time: NodeTime {
        let time = course.time(at: clock.monotonicMilliseconds)
        let uptime = time.uptimeMilliseconds
        return NodeTime(
            uptimeMilliseconds: uptime,
            utcMilliseconds: time.utcMilliseconds.map { rehearsed.milliseconds($0, at: uptime) })
    }

    /// Goes on until the spool holds more, nothing that is signed waits for it, or the end.
    mutating func advance() throws(AgentFailure) {
        let head = spool.head.sequence
        while !isOver, spool.head.sequence == head || recorder.uncommitted > 0 { try step() }
    }

    private mutating func step() throws(AgentFailure) {
        recorder.advance(at: time)
        try checkStored()
        // From the clock as it is now: initialising a chip takes some of its milliseconds.
        let now = clock.monotonicMilliseconds
        let next = max(now, recorder.deadline ?? now)
        if isEnough(at: next) { return try finish() }
        clock.advance(milliseconds: next - now)
    }

    /// Ends it before the next sample. What is under way is still collected, or it would be missing
    /// when the simulation is taken up again.
    mutating func stop() throws(AgentFailure) {
        isStopped = !isOver
        let end = clock.monotonicMilliseconds + Self.settlingMilliseconds
        while !isOver, recorder.isMeasuring, clock.monotonicMilliseconds < end { try step() }
        if !isOver { try finish() }
    }

    private func isEnough(at next: UInt64) -> Bool {
        guard course.isOver(at: next, readings: readings) else { return false }
        if case .readings = course.end { return true }
        let settled = next - min(next, Self.settlingMilliseconds)
        return !recorder.isMeasuring || course.isOver(at: settled, readings: readings)
    }

    /// Signs and commits what waits.
    private mutating func finish() throws(AgentFailure) {
        isOver = true
        recorder.flush(at: time)
        try checkStored()
    }

    private func checkStored() throws(AgentFailure) {
        if !recorder.isStoring {
            throw AgentFailure(.inputOutput, "the spool takes no more batches; see above")
        }
    }
}
