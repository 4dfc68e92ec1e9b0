internal import RueCommandLine
internal import RueWire

/// What `simulate` was asked for.
struct SimulationPlan {
    /// When simulated time begins.
    enum Start {
        /// Nobody said: where the spool ends, or such that the last reading is about now.
        case open
        /// The node does not know the time.
        case unknown
        case at(UInt64)
    }

    /// When there are enough readings.
    enum End {
        case readings(UInt64)
        case at(UInt64)
        /// When simulated time has caught up with the real one.
        case now
    }

    let start: Start
    let end: End
    let boot: BootID?
    let isOffline: Bool
    /// The time from one sample to the next, in place of each sensor's own.
    let everyMilliseconds: UInt64?

    init(_ arguments: ParsedArguments) throws(AgentFailure) {
        isOffline = arguments.has("offline")
        start = try Self.start(arguments.value("start"))
        end = try Self.end(arguments)
        boot = try Self.boot(arguments.value("boot"))
        everyMilliseconds = try Self.every(arguments.value("every"))
        try checkEndFollowsStart()
    }

    /// The boot that was named, or a new one.
    func newBoot() throws(AgentFailure) -> BootID {
        if let boot { return boot }
        return try SimulatedBoot.random()
    }

    private static let moments =
        "2026-01-31T12:00:00Z, -30d (or s, m, h, w: so long ago), now, or milliseconds since 1970"

    private static func start(_ text: String?) throws(AgentFailure) -> Start {
        guard let text else { return .open }
        if text == "unknown" { return .unknown }
        if let moment = SimulatedMoment.parse(text, now: SystemTime.utc) { return .at(moment) }
        throw AgentFailure(
            .usage, "--start takes \(moments), or unknown; nothing before 2025; not '\(text)'")
    }

    private static func end(_ arguments: ParsedArguments) throws(AgentFailure) -> End {
        let count = try orFail(.usage, { $0.description }) {
            () throws(CommandLineError) in try arguments.integer("count", in: 1...1_000_000_000)
        }
        guard let text = arguments.value("until") else { return .readings(UInt64(count ?? 1000)) }
        if count != nil {
            throw AgentFailure(
                .usage, "give --count or --until, not both: each says when to end")
        }
        if text == "now" { return .now }
        if let moment = SimulatedMoment.parse(text, now: SystemTime.utc) { return .at(moment) }
        throw AgentFailure(
            .usage, "--until takes \(moments); nothing before 2025; not '\(text)'")
    }

    private func checkEndFollowsStart() throws(AgentFailure) {
        switch (start, end) {
        case (_, .readings), (.open, _): return
        case (.unknown, _):
            throw AgentFailure(
                .usage, "a node that does not know the time cannot end at one; give --count")
        case (.at(let start), .at(let end)) where start < end: return
        case (.at(let start), .now) where start < SystemTime.utc: return
        case (.at, _): throw AgentFailure(.usage, "--until must be later than --start")
        }
    }

    private static func every(_ text: String?) throws(AgentFailure) -> UInt64? {
        guard let text else { return nil }
        if let span = SimulatedMoment.span(text), (100...86_400_000).contains(span) { return span }
        throw AgentFailure(
            .usage,
            "--every takes a time from 100ms to 24h with its unit (ms, s, min, h), such as 60s; "
                + "not '\(text)'")
    }

    private static func boot(_ text: String?) throws(AgentFailure) -> BootID? {
        guard let text else { return nil }
        if let bytes = Hex.decode(text), let boot = BootID(bytes) { return boot }
        throw AgentFailure(.usage, "--boot takes 32 hexadecimal digits")
    }
}
