internal import RueAgentCore
internal import RueCommandLine
internal import RueCrypto
internal import RueSensors
internal import RueSensorsSimulation
internal import RueWire

/// `simulate`: the same path as `run`, on a clock that jumps from one deadline to the next.
struct SimulateCommand {
    /// How long a server that does not answer is waited for.
    private static let patienceMilliseconds: UInt64 = 60_000

    private let setUp: NodeSetUp
    private var plan: SimulationPlan
    /// The uptime at which simulated time goes on.
    private var start: UInt64 = 0
    private var uplink: Uplink

    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let plan = try SimulationPlan(arguments)
        var command = SimulateCommand(try NodeSetUp(arguments), plan)
        try command.run()
    }

    private init(_ setUp: NodeSetUp, _ plan: SimulationPlan) {
        self.setUp = setUp
        self.plan = plan
        uplink = setUp.uplink
    }

    private mutating func run() throws(AgentFailure) {
        if setUp.configuration.sensors.contains(where: { $0.bus != .simulated }) {
            throw AgentFailure(
                .configuration, "simulate takes a description whose sensors are all simulated")
        }
        if let link = try lastLink() {
            try checkIsSimulated(link)
            // A boot that the spool ends with is continued: uptime never falls within a boot.
            if link.boot == plan.boot { start = link.uptimeMilliseconds + 1 }
        }
        plan.settle(from: start, sensors: setUp.configuration.sensors)
        if !plan.isOffline { try askForHead() }
        let first = setUp.spool.head.sequence + 1
        let readings = try record()
        let last = setUp.spool.head.sequence
        Console.print(
            "signed " + counted(Int(readings), "reading", "readings") + " in "
                + counted(Int(last + 1 - first), "batch", "batches"))
        if !plan.isOffline { try deliver() }
        Console.print(
            "readings=\(readings) head=\(last) delivered=\(setUp.spool.delivered) "
                + "undelivered=\(setUp.spool.undelivered)")
    }

    /// Simulates until there are as many readings as were asked for.
    private func record() throws(AgentFailure) -> UInt64 {
        let clock = VirtualClock(utcMilliseconds: plan.climateStart)
        clock.advance(milliseconds: start)
        let factory = SensorFactory(setUp.configuration.simulation, clock: clock) {
            clock.utcMilliseconds
        }
        let identity = setUp.identity
        let signer = BatchSigner(
            key: identity.key, baseName: identity.grant.payload.baseName, boot: plan.boot)
        var recorder = setUp.recorder(
            factory.sensors(setUp.configuration.sensors), signer: signer, from: start)
        recorder.readingLimit = plan.readings
        while recorder.readings < plan.readings {
            let now = clock.monotonicMilliseconds
            recorder.advance(at: plan.time(at: now))
            try check(recorder)
            // From the clock as it is now: initialising a chip takes some of its milliseconds.
            let passed = clock.monotonicMilliseconds
            if let next = recorder.deadline, next > passed {
                clock.advance(milliseconds: next - passed)
            }
        }
        recorder.flush(at: plan.time(at: clock.monotonicMilliseconds))
        try check(recorder)
        return recorder.readings
    }

    /// Where the spool's chain ends; nil when nothing is kept of it.
    private func lastLink() throws(AgentFailure) -> ChainLink? {
        let spool = setUp.spool
        let last = try orFail(.data, { $0.description }) { () throws(SpoolError) in
            try spool.batches(from: spool.head.sequence, maximumItems: 1, maximumBytes: 0).first
        }
        guard let last else { return nil }
        return try orFail(.data, { "the spool's last batch: \($0.description)" }) {
            () throws(WireError) in try Envelope.decode(last.message).chain
        }
    }

    /// Real boots and simulated ones in turn would look like two devices with one key.
    private func checkIsSimulated(_ link: ChainLink) throws(AgentFailure) {
        if link.boot == plan.boot || !SimulatedBoot.isKernels(link.boot) { return }
        throw AgentFailure(
            .data,
            """
            'run' uses the state folder \(setUp.state.path).
            simulate wants one of its own, or the server sees two devices with one key: enrol
            another node with --state DIR, and simulate there.
            """)
    }

    private func check(_ recorder: Recorder) throws(AgentFailure) {
        if !recorder.isStoring {
            throw AgentFailure(.inputOutput, "the spool takes no more batches; see above")
        }
    }

    private mutating func askForHead() throws(AgentFailure) {
        try drive { $0.isHeadSettled && $0.state != .backoff }
    }

    private mutating func deliver() throws(AgentFailure) {
        var reported: UInt64 = setUp.spool.delivered
        let spool = setUp.spool
        try drive { uplink in
            if spool.delivered >= reported + 1000 {
                reported = spool.delivered
                Console.print("delivered \(reported) of \(spool.head.sequence)")
            }
            return uplink.isDone
        }
        uplink.close()
    }

    /// Lets the uplink work, in real time, until it has done something.
    private mutating func drive(until isDone: (Uplink) -> Bool) throws(AgentFailure) {
        var lastProgress = SystemTime.uptime
        var delivered = setUp.spool.delivered
        while !isDone(uplink) {
            let now = SystemTime.uptime
            uplink.advance(at: now)
            if setUp.spool.delivered != delivered {
                delivered = setUp.spool.delivered
                lastProgress = now
            }
            if uplink.state == .revoked {
                throw AgentFailure(.unavailable, "the server has revoked this node")
            }
            if now - lastProgress > Self.patienceMilliseconds {
                throw AgentFailure(
                    .unavailable,
                    "the server takes no batches; "
                        + counted(setUp.spool.undelivered, "batch waits", "batches wait")
                        + " in the spool")
            }
            if isDone(uplink) { return }
            let wait = uplink.deadline.map { $0 > now ? min($0 - now, 200) : 1 } ?? 200
            Poller.wait([setUp.channel.interest], milliseconds: wait)
        }
    }
}
