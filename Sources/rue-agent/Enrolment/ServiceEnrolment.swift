internal import CRueSystem
internal import RueAgentCore
internal import RueWire

/// Enrols the node of a service by the link in a file, and does not give up as long as that may
/// still succeed: at the first start of a device the network comes late, or the server is off.
struct ServiceEnrolment {
    /// A person may be waiting, and a link does not live long.
    private static let longestPauseMilliseconds: UInt64 = 60_000
    /// The first attempt may take so long before the service counts as started: what is refused at
    /// once then fails the start itself, and whoever starts it sees that.
    private static let startMilliseconds: UInt64 = 10_000

    private let file: String
    private let files: NodeFiles
    private let signals: Int32
    private let start = SystemTime.uptime
    private let random = SystemRandomness()
    private var backoff = Backoff(longestMilliseconds: Self.longestPauseMilliseconds)
    private var attempt: EnrolmentAttempt?
    private var isReady = false
    /// The last failure that was told: the same one is not told again and again.
    private var toldFailure = ""

    init(by file: String, _ files: NodeFiles, signals: Int32) {
        self.file = file
        self.files = files
        self.signals = signals
    }

    /// Enrols.
    ///
    /// - Returns: whether the node is enrolled; false when a signal told the program to end.
    mutating func run(_ services: inout ServiceManager) throws(AgentFailure) -> Bool {
        while !isToldToEnd() {
            do throws(EnrolmentFailure) {
                if try advance() { return true }
            } catch {
                try rest(after: error, services)
            }
            let now = SystemTime.uptime
            if !isReady, now - start >= Self.startMilliseconds {
                tell("asking the server", services)
            }
            services.showLife(at: now)
            wait(services)
        }
        attempt?.close()
        return false
    }

    /// Goes on with an attempt, or begins one when it is time for it.
    private mutating func advance() throws(EnrolmentFailure) -> Bool {
        if attempt == nil {
            if SystemTime.uptime < backoff.until { return false }
            attempt = try inNode { () throws(AgentFailure) in try begin() }
        }
        guard let grant = try attempt?.advance(), let attempt else { return false }
        try inNode { () throws(AgentFailure) in try keep(grant, of: attempt) }
        return true
    }

    private func inNode<Value>(
        _ body: () throws(AgentFailure) -> Value
    ) throws(EnrolmentFailure) -> Value {
        do throws(AgentFailure) { return try body() } catch { throw .node(error) }
    }

    /// The file is read anew each time: a link that was replaced meanwhile is a way out.
    private func begin() throws(AgentFailure) -> EnrolmentAttempt {
        if !SystemFile.exists(file) { throw noLink }
        let link = try LinkSource.link(in: file)
        files.log.note(.debug, "asking \(link.host) port \(link.port) for the enrolment")
        return try files.state.beginEnrolment(
            by: link, named: BaseNameSource(files.configuration), isNewKey: false)
    }

    private var noLink: AgentFailure {
        AgentFailure(
            .configuration,
            "this node is not enrolled yet (nothing in \(files.state.path)), and there is no link in "
                + "\(file); make one on the server with 'rue-aggregator node add NAME' (for a node "
                + "that it knows already: 'node add NAME --replace'), \(remedy)")
    }

    private var remedy: String { "put it into \(file), and start this again" }

    private func keep(_ grant: Grant, of attempt: EnrolmentAttempt) throws(AgentFailure) {
        try files.state.keep(grant, of: attempt)
        files.log.note(
            .info,
            "this node is enrolled as \(grant.payload.baseName); compare its key words with those "
                + "that the server shows")
        do throws(AgentFailure) {
            try LinkSource.delete(file)
        } catch {
            // It is worth nothing any more, and the next start tries again.
            files.log.note(.error, error.message)
        }
    }

    // MARK: Failures

    private mutating func rest(
        after failure: EnrolmentFailure, _ services: ServiceManager
    ) throws(AgentFailure) {
        attempt?.close()
        attempt = nil
        switch failure {
        case .refused(let text):
            throw AgentFailure(.data, "not enrolled: \(text)\nWith the new link: \(remedy).")
        case .unavailable(let text, let seconds):
            pause(text, seconds, services)
        case .node(let failure):
            // No network card yet: its driver may still be coming.
            if failure.status != .system { throw failure }
            pause(failure.message, nil, services)
        }
    }

    private mutating func pause(_ text: String, _ seconds: UInt64?, _ services: ServiceManager) {
        backoff.fail(at: SystemTime.uptime, chance: Backoff.chance(random), atLeast: seconds)
        files.log.note(
            text == toldFailure ? .debug : .warning,
            "not enrolled yet: \(text); this is tried again until it succeeds")
        toldFailure = text
        tell(text, services)
    }

    /// Waiting for the server is what this service does in good order: a boot must not wait with it.
    private mutating func tell(_ text: String, _ services: ServiceManager) {
        services.tell((isReady ? "" : "READY=1\n") + "STATUS=not enrolled yet: \(text)")
        isReady = true
    }

    // MARK: Waiting

    private func wait(_ services: ServiceManager) {
        let now = SystemTime.uptime
        var end = attempt == nil ? max(backoff.until, now) : now + 200
        if let deadline = services.deadline { end = min(end, deadline) }
        if end <= now { return }
        Poller.wait(
            [.reading(signals), attempt?.interest ?? .none], milliseconds: end - now)
    }

    private mutating func isToldToEnd() -> Bool {
        while true {
            switch rue_signals_next(signals) {
            case 0: return false
            case Int32(RUE_SIGNAL_HANGUP): backoff.end()
            default: return true
            }
        }
    }
}
