internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// `simulate`: the same path as `run`, on a clock that jumps from one deadline to the next. What is
/// committed is sent while simulated time goes on.
struct SimulateCommand {
    /// How long a server that does not answer is waited for.
    private static let patienceMilliseconds: UInt64 = 60_000

    private let setUp: NodeSetUp
    private let isOffline: Bool
    private let signals: Int32
    /// The number of the last batch before this simulation, and of the last that was delivered.
    private let before: (head: UInt64, delivered: UInt64)
    private var simulation: Simulation
    private var progress = SimulationProgress()
    private var uplink: Uplink
    private var isStopped = false

    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let plan = try SimulationPlan(arguments)
        let signals = try Process.openSignals()
        let setUp = try NodeSetUp(arguments)
        if setUp.configuration.spool.place == .memory {
            throw AgentFailure(
                .configuration,
                "simulate goes on where the one before ended, and wants its spool on the card: take "
                    + "'spool: memory' out of the description")
        }
        var command = try SimulateCommand(setUp, plan, signals: signals)
        try command.run()
    }

    private init(
        _ setUp: NodeSetUp, _ plan: SimulationPlan, signals: Int32
    ) throws(AgentFailure) {
        self.setUp = setUp
        self.signals = signals
        isOffline = plan.isOffline
        uplink = setUp.uplink
        let sensors = try setUp.simulatedSensors(every: plan.everyMilliseconds)
        let last = try setUp.lastLink()
        try setUp.checkIsSimulated(last, before: plan.boot)
        let course = try SimulationCourse.make(plan, after: last, sensors: sensors)
        simulation = Simulation(setUp, course, sensors: sensors)
        before = (setUp.spool.head.sequence, setUp.spool.delivered)
    }

    private mutating func run() throws(AgentFailure) {
        setUp.tellRehearsal()
        if !isOffline { try drive { $0.isHeadSettled && $0.state != .backoff } }
        try simulate()
        if !isOffline, !isStopped { try drive { $0.isDone } }
        uplink.close()
        progress.end()
        report()
        if isStopped {
            throw AgentFailure(
                .temporary, "stopped; what was taken is in the spool, and goes out with the next")
        }
    }

    private mutating func simulate() throws(AgentFailure) {
        while !simulation.isOver {
            try simulation.advance()
            if isTold() { try simulation.stop() }
            if !isOffline { uplink.advance(at: SystemTime.uptime) }
            showProgress()
        }
    }

    private func report() {
        let spool = setUp.spool
        let readings = simulation.readings
        let batches = spool.head.sequence - min(spool.head.sequence, before.head)
        Console.print(
            "signed " + counted(Int(readings), "reading", "readings") + " in "
                + counted(Int(batches), "batch", "batches"))
        Console.print(
            "readings=\(readings) head=\(spool.head.sequence) delivered=\(spool.delivered) "
                + "undelivered=\(spool.undelivered)")
    }

    // MARK: Progress

    /// Half of the way is to take readings, the other to deliver them.
    private var share: UInt64 {
        let taken = simulation.share
        let signed = setUp.spool.head.sequence - min(setUp.spool.head.sequence, before.delivered)
        if isOffline || signed == 0 { return taken }
        let delivered = setUp.spool.delivered - min(setUp.spool.delivered, before.delivered)
        return (taken + taken * min(delivered, signed) / signed) / 2
    }

    private mutating func showProgress() {
        progress.show(
            SimulationProgress.State(
                share: share, readings: simulation.readings,
                utcMilliseconds: simulation.utcMilliseconds))
    }

    // MARK: Sending

    /// Lets the uplink work, in real time, until it has done something.
    private mutating func drive(until isDone: (Uplink) -> Bool) throws(AgentFailure) {
        var lastProgress = SystemTime.uptime
        var delivered = setUp.spool.delivered
        while !isDone(uplink), !isTold() {
            let now = SystemTime.uptime
            uplink.advance(at: now)
            if setUp.spool.delivered != delivered {
                delivered = setUp.spool.delivered
                lastProgress = now
                showProgress()
            }
            try checkPatience(since: lastProgress, at: now)
            if isDone(uplink) { return }
            let wait = uplink.deadline.map { $0 > now ? min($0 - now, 200) : 1 } ?? 200
            Poller.wait([.reading(signals), setUp.channel.interest], milliseconds: wait)
        }
    }

    private func checkPatience(since start: UInt64, at now: UInt64) throws(AgentFailure) {
        if uplink.state == .revoked {
            throw AgentFailure(.unavailable, "the server has revoked this node")
        }
        if now - start <= Self.patienceMilliseconds { return }
        throw AgentFailure(
            .unavailable,
            "the server takes no batches; "
                + counted(setUp.spool.undelivered, "batch waits", "batches wait")
                + " in the spool")
    }

    /// Whether a signal told the program to end.
    private mutating func isTold() -> Bool {
        while !isStopped {
            switch rue_signals_next(signals) {
            case 0: return false
            case Int32(RUE_SIGNAL_HANGUP): uplink.retryNow()
            default: isStopped = true
            }
        }
        return true
    }
}
