internal import RueAgentCore
internal import RueCommandLine
internal import RueCrypto
internal import RueWire

/// What `simulate` was asked for.
struct SimulationPlan {
    let readings: UInt64
    let boot: BootID
    let isOffline: Bool
    /// UTC at uptime 0; nil for a node that does not know the time.
    private let start: UInt64?

    init(_ arguments: ParsedArguments) throws(AgentFailure) {
        let count = try orFail(.usage, { $0.description }) {
            () throws(CommandLineError) in try arguments.integer("count", in: 1...1_000_000_000)
        }
        readings = UInt64(count ?? 1000)
        isOffline = arguments.has("offline")
        start = try Self.start(arguments.value("start"))
        boot = try Self.boot(arguments.value("boot"))
    }

    /// The time as the simulated node knows it.
    func time(at uptime: UInt64) -> NodeTime {
        NodeTime(
            uptimeMilliseconds: uptime, utcMilliseconds: start.map { $0 + uptime })
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
        let bytes = try orFail(.system, { $0.description }) {
            () throws(CryptoError) in try RandomBytes.generate(16)
        }
        return BootID(bytes) ?? .zero
    }
}
