internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// What `run` and `simulate` share: the configuration, the locked state folder, and from them
/// identity, spool and uplink.
struct NodeSetUp {
    let configuration: NodeConfiguration
    let state: StateFolder
    let identity: NodeIdentity
    let spool: Spool
    let channel: TLSChannel
    let uplink: Uplink
    /// The pins that replaced those of the grant, if any did.
    let pins: Pins?
    let log: SystemLog
    private let server: ServerAddress?

    init(_ arguments: ParsedArguments) throws(AgentFailure) {
        try self.init(NodeFiles(arguments))
    }

    init(_ files: NodeFiles) throws(AgentFailure) {
        (configuration, state) = (files.configuration, files.state)
        (log, server) = (files.log, files.server)
        identity = try state.identity(server: server)
        for line in try state.finishChange(to: identity) { log.note(.info, line) }
        spool = try state.spool(
            of: identity, configuration.spool, log: log)
        try state.retireOldKey(spool, log: log)
        (pins, channel, uplink) = Self.connections(identity, state, spool, log)
    }

    /// The same once the node's key was changed.
    init(after old: NodeSetUp) throws(AgentFailure) {
        (configuration, state, spool) = (old.configuration, old.state, old.spool)
        (log, server) = (old.log, old.server)
        identity = try state.identity(server: server)
        (pins, channel, uplink) = Self.connections(identity, state, spool, log)
    }

    private static func connections(
        _ identity: NodeIdentity, _ state: StateFolder, _ spool: Spool, _ log: SystemLog
    ) -> (Pins?, TLSChannel, Uplink) {
        let pins = state.pins(of: identity, log: log)
        let channel = TLSChannel(
            host: identity.host, port: identity.port, pins: pins?.pins ?? identity.grant.pins)
        let uplink = Uplink(
            identity, spool: spool, over: Exchange(over: channel), random: SystemRandomness(),
            log: log)
        return (pins, channel, uplink)
    }

    /// Says of what is an experiment that it is.
    func tellExperiments() {
        for sensor in configuration.sensors where sensor.bus != .simulated {
            guard case .ds18b20(let settings) = sensor.driver, let line = settings.line else {
                continue
            }
            log.note(
                .warning,
                "sensor \(sensor.id) is on a bare GPIO line (\(sensor.bus.text), \(line)): an "
                    + "experiment, whose readings fail while the machine is busy; with 'bus: w1' the "
                    + "kernel drives the wire")
        }
    }

    /// Says what a spool in memory means, where it is there.
    func tellSpool() {
        guard let warning = configuration.spool.warning else { return }
        log.note(.warning, warning)
        if state.hasSpoolFile {
            log.note(
                .warning,
                "what waits in \(state.spoolPath) stays there: to send it, run this node once "
                    + "without 'spool: memory'")
        }
    }

    /// Says that what goes wrong is meant to, where it is.
    func tellRehearsal() {
        let planned = configuration.faults.words
        if planned.isEmpty { return }
        log.note(
            .warning,
            "this is a rehearsal: what fails, fails as 'faults' in the description plans "
                + "(\(planned.joined(separator: ", ")))")
    }

    /// The poll, and the channel that it goes over.
    func poll(boot: BootID) throws(AgentFailure) -> (poll: ServerPoll, channel: TLSChannel) {
        let channel = TLSChannel(
            host: identity.host, port: identity.port, pins: pins?.pins ?? identity.grant.pins)
        let poll = ServerPoll(
            identity, spool: spool, over: channel, boot: boot,
            numbers: (pins?.number ?? 0, try state.commandSequence()),
            random: SystemRandomness(), memory: StatePollMemory(state), log: log)
        return (poll, channel)
    }

    /// A recorder for the configuration's sensors.
    func recorder(
        _ sensors: [SampledSensor], limits: BatchLimits, boot: BootID, from start: UInt64
    ) -> Recorder {
        Recorder(
            sampler: Sampler(sensors, from: start, log: log),
            batcher: Batcher(limits: limits),
            signer: BatchSigner(
                key: identity.key, baseName: identity.grant.payload.baseName, boot: boot),
            spool: spool,
            thinner: BatchThinner(key: identity.key, baseName: identity.grant.payload.baseName),
            from: start, log: log)
    }
}
