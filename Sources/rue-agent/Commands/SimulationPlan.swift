internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// What `simulate` was asked for.
struct SimulationPlan {
    let readings: UInt64
    let boot: BootID
    let isOffline: Bool
    /// UTC at uptime 0; nil for a node that does not know the time.
    private var start: UInt64?
    /// Whether nobody said when to begin.
    private let isStartOpen: Bool

    init(_ arguments: ParsedArguments) throws(AgentFailure) {
        let count = try orFail(.usage, { $0.description }) {
            () throws(CommandLineError) in try arguments.integer("count", in: 1...1_000_000_000)
        }
        readings = UInt64(count ?? 1000)
        isOffline = arguments.has("offline")
        start = try Self.start(arguments.value("start"))
        isStartOpen = !arguments.has("start")
        boot = try Self.boot(arguments.value("boot"))
    }

    /// The time as the simulated node knows it.
    func time(at uptime: UInt64) -> NodeTime {
        NodeTime(
            uptimeMilliseconds: uptime, utcMilliseconds: start.map { $0 + uptime })
    }

    /// Begins, where nobody said when, so long ago that the last reading is about now.
    mutating func settle(from uptime: UInt64, sensors: [SensorConfiguration]) {
        guard isStartOpen else { return }
        let perDay = sensors.reduce(0) {
            $0 + UInt64($1.driver.quantityCount) * 86_400_000 / $1.intervalMilliseconds
        }
        let length = readings * 86_400_000 / max(1, perDay) + uptime
        let now = SystemTime.utc
        let earliest = Timekeeper.earliestMilliseconds
        start = now > earliest + length ? now - length : earliest
    }

    /// When the simulated climate begins, also for a node that does not know it.
    var climateStart: Int64 { Int64(start ?? Timekeeper.earliestMilliseconds) }

    private static func start(_ text: String?) throws(AgentFailure) -> UInt64? {
        guard let text else { return SystemTime.utc }
        if text == "unknown" { return nil }
        guard let milliseconds = UInt64(text) ?? Timestamp.parse(text),
            (Timekeeper.earliestMilliseconds...WireLimits.largestInteger / 2)
                .contains(milliseconds)
        else {
            throw AgentFailure(
                .usage,
                "--start takes 2026-01-31T12:00:00Z, milliseconds since 1970, or unknown; nothing "
                    + "before 2025")
        }
        return milliseconds
    }

    private static func boot(_ text: String?) throws(AgentFailure) -> BootID {
        if let text {
            if let bytes = Hex.decode(text), let boot = BootID(bytes) { return boot }
            throw AgentFailure(.usage, "--boot takes 32 hexadecimal digits")
        }
        return try SimulatedBoot.random()
    }
}
