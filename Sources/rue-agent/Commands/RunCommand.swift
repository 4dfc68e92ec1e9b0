internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueSensorsLinux
internal import RueWire

/// `run`: the poll loop.
struct RunCommand {
    /// How long signing waits at the start for the server to tell the node's head.
    private static let headPatienceMilliseconds: UInt64 = 10_000
    /// How long after the first attempt to mend the spool the next one is made; after each, twice as
    /// long, up to a day: every one writes the whole spool to the card.
    private static let mendingPauseMilliseconds: UInt64 = 60_000
    /// How long the end may be held up by what is still to be sent.
    private static let farewellMilliseconds: UInt64 = 1_500

    private let setUp: NodeSetUp
    private let signals: Int32
    private let start = SystemTime.uptime
    private let clock: RehearsedClock
    private var recorder: Recorder
    private var uplink: Uplink
    private var poll: ServerPoll
    private let pollChannel: TLSChannel
    /// Whether the uplink is to connect anew, by new pins, when its request is answered.
    private var isReconnectDue = false
    private var hasOldKey: Bool
    private var timekeeper = Timekeeper()
    private var services: ServiceManager
    private var learntAt: UInt64?
    private var mendAfter: UInt64 = 0
    private var mendingPause = Self.mendingPauseMilliseconds
    /// Whether the system's clock was left aside at the last comparison: told once.
    private var isClockStale = false

    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let signals = try Process.openSignals()
        var services = ServiceManager()
        let files = try NodeFiles(arguments)
        if let link = arguments.value("link-file"), !files.state.isEnrolled {
            var enrolment = ServiceEnrolment(by: link, files, signals: signals)
            guard try enrolment.run(&services) else { return services.tell("STOPPING=1") }
        }
        let setUp = try NodeSetUp(files)
        if let link = arguments.value("link-file") { files.deleteLeftover(link) }
        var loop = try RunCommand(
            setUp, signals: signals, boot: try SystemTime.bootID(), services: services)
        loop.run()
    }

    private init(
        _ setUp: NodeSetUp, signals: Int32, boot: BootID, services: ServiceManager
    ) throws(AgentFailure) {
        self.setUp = setUp
        self.signals = signals
        self.services = services
        uplink = setUp.uplink
        hasOldKey = setUp.identity.oldKey != nil
        (poll, pollChannel) = try setUp.poll(boot: boot)
        clock = RehearsedClock(setUp.configuration.faults.clockJumps, from: start)
        let factory = SensorFactory(setUp.configuration, clock: SystemClock()) {
            Int64(SystemTime.utc)
        }
        recorder = setUp.recorder(
            factory.sensors(setUp.configuration.sensors), limits: setUp.configuration.batch,
            boot: boot, from: start)
        recorder.maySign = false
    }

    private mutating func run() {
        let name = setUp.configuration.name
        setUp.log.note(
            .info,
            "node \(name) samples "
                + counted(setUp.configuration.sensors.count, "sensor", "sensors")
                + " and sends to \(setUp.identity.host) port \(setUp.identity.port); "
                + counted(setUp.spool.undelivered, "batch waits", "batches wait"))
        setUp.log.note(
            .info,
            "key words \(Proquint.keyWords(of: setUp.identity.keyID)), server "
                + "\(Proquint.keyWords(of: setUp.identity.grant.payload.serverID))")
        setUp.tellRehearsal()
        setUp.tellExperiments()
        setUp.tellSpool()
        services.tell("READY=1")
        while !isTold() {
            step()
            wait()
        }
        services.tell("STOPPING=1")
        end()
    }

    private mutating func step() {
        let now = SystemTime.uptime
        services.showLife(at: now)
        recorder.maySign = maySign(at: now)
        recorder.sendAttempts = uplink.attempts
        recorder.advance(at: time(at: now))
        uplink.advance(at: SystemTime.uptime)
        askForNews()
        mendSpool(at: now)
        learnTime()
        forgetOldKey()
        services.show(status)
        services.showLife(at: SystemTime.uptime)
    }

    /// What a person sees first who looks after the service.
    private var status: String {
        let sampling =
            "sampling " + counted(setUp.configuration.sensors.count, "sensor", "sensors")
        let count = setUp.spool.undelivered
        if uplink.state == .revoked { return "\(sampling); revoked by the server" }
        if count == 0 { return "\(sampling); all is delivered" }
        return "\(sampling); " + counted(count, "batch waits", "batches wait") + " for "
            + setUp.identity.host + (uplink.state == .backoff ? ", which cannot be reached" : "")
    }

    /// A card that fails changes what was written to it. What is left goes into a new file.
    private mutating func mendSpool(at now: UInt64) {
        guard setUp.spool.isDamaged, !isForgetful, now >= mendAfter else { return }
        mendAfter = now + mendingPause
        mendingPause = min(2 * mendingPause, 86_400_000)
        do throws(SpoolError) {
            let report = try setUp.spool.mend(by: SpoolFolder())
            setUp.log.note(.error, report.description)
        } catch {
            setUp.log.note(.error, "cannot mend the spool: \(error.description)")
        }
        uplink.startOver()
    }

    /// A spool in memory does not know where its chain ends before the server has told, nor does one
    /// that was damaged: what it signed before that would be another branch of it.
    private func maySign(at now: UInt64) -> Bool {
        needsHead
            ? uplink.isHeadKnown
            : uplink.isHeadSettled || now - start >= Self.headPatienceMilliseconds
    }

    private var needsHead: Bool { isForgetful || !setUp.spool.isHeadCertain }

    private var isForgetful: Bool { setUp.configuration.spool.place == .memory }

    /// Polls while the server takes the node's batches; what keeps them from going out keeps polls
    /// from it too, and is told once.
    private mutating func askForNews() {
        if mayPoll { poll.advance(at: SystemTime.uptime) }
        if let pins = poll.takeNewPins() {
            setUp.channel.trust(pins)
            pollChannel.trust(pins)
            poll.close()
            isReconnectDue = true
        }
        if isReconnectDue, !uplink.isBusy {
            uplink.close()
            isReconnectDue = false
        }
    }

    /// A key that was changed is needed until the server has taken the change.
    private mutating func forgetOldKey() {
        guard hasOldKey, setUp.spool.undelivered == 0 else { return }
        hasOldKey = false
        do throws(AgentFailure) {
            try setUp.state.retireOldKey(setUp.spool, log: setUp.log)
        } catch {
            setUp.log.note(.error, "the old key is still there: \(error.message)")
        }
    }

    private var mayPoll: Bool {
        uplink.isHeadSettled && uplink.state != .revoked && uplink.state != .backoff
    }

    private func time(at uptime: UInt64) -> NodeTime {
        timekeeper.time(
            uptimeMilliseconds: uptime,
            systemMilliseconds: clock.milliseconds(SystemTime.utc, at: uptime))
    }

    /// Takes over the server's clock, for as long as the system's is not set.
    private mutating func learnTime() {
        guard let told = uplink.serverTime, told.uptimeMilliseconds != learntAt else { return }
        learntAt = told.uptimeMilliseconds
        let wasKnown = time(at: SystemTime.uptime).utcMilliseconds != nil
        timekeeper.learn(utcMilliseconds: told.utcMilliseconds, at: told.uptimeMilliseconds)
        let now = SystemTime.uptime
        let isStale = timekeeper.compare(
            systemMilliseconds: clock.milliseconds(SystemTime.utc, at: now),
            isSynchronised: SystemTime.isSynchronised, at: now)
        defer { isClockStale = isStale }
        if isStale, wasKnown, !isClockStale {
            setUp.log.note(
                .warning,
                "the system's clock is not the server's, and no NTP vouches for it; the server's "
                    + "time is used until it is set")
        }
        if !wasKnown {
            setUp.log.note(.info, "the system's clock is not set; the server's time is used")
        }
    }

    private func wait() {
        let now = SystemTime.uptime
        // While a request is under way the channel has deadlines of its own, not much below this.
        var end = now + (uplink.isBusy ? 500 : 60_000)
        if let deadline = recorder.deadline { end = min(end, deadline) }
        if let deadline = uplink.deadline { end = min(end, deadline) }
        if mayPoll, let deadline = poll.deadline { end = min(end, deadline) }
        if poll.isOpening { end = min(end, now + 500) }
        if let deadline = services.deadline { end = min(end, deadline) }
        if !recorder.maySign, !needsHead { end = min(end, start + Self.headPatienceMilliseconds) }
        if end <= now { return }
        Poller.wait(
            [.reading(signals), setUp.channel.interest, pollChannel.interest],
            milliseconds: end - now)
    }

    /// Whether a signal told the program to end.
    private mutating func isTold() -> Bool {
        while true {
            switch rue_signals_next(signals) {
            case 0: return false
            case Int32(RUE_SIGNAL_HANGUP):
                uplink.retryNow()
                poll.retryNow()
            default: return true
            }
        }
    }

    /// Signs what waits, sends it if that is quickly done, and leaves the sensors at rest: last,
    /// because a bus that hangs takes its time over it.
    private mutating func end() {
        poll.close()
        let deadline = SystemTime.uptime + Self.farewellMilliseconds
        if needsHead, !uplink.isHeadKnown {
            recorder.giveUp()
        } else {
            recorder.flush(at: time(at: SystemTime.uptime))
        }
        while uplink.state != .backoff, SystemTime.uptime < deadline {
            uplink.advance(at: SystemTime.uptime)
            if uplink.isDone { break }
            Poller.wait([setUp.channel.interest], milliseconds: 50)
        }
        uplink.close()
        recorder.stop()
        tellEnd()
    }

    private func tellEnd() {
        let count = setUp.spool.undelivered
        if isForgetful, count > 0 {
            setUp.log.note(
                .error,
                "ended; lost with the spool in memory: "
                    + counted(count, "batch that was", "batches that were") + " not delivered")
        } else {
            setUp.log.note(
                .info,
                "ended; " + counted(count, "batch waits", "batches wait")
                    + " in the spool for the next start")
        }
    }
}
