internal import RueAgentCore
internal import RueWire

extension NodeSetUp {
    /// The sensors of a description that has simulated ones only, at the intervals of a simulation.
    func simulatedSensors(
        every interval: UInt64?
    ) throws(AgentFailure) -> [SensorConfiguration] {
        if !configuration.isSimulated {
            throw AgentFailure(
                .configuration, "simulate takes a description whose sensors are all simulated")
        }
        guard let interval else { return configuration.sensors }
        for sensor in configuration.sensors {
            guard let least = sensor.driver.leastInterval, interval < least.milliseconds else {
                continue
            }
            throw AgentFailure(
                .usage,
                "--every is too short for sensor \(sensor.id), which takes "
                    + "\(Units.describe(Int64(least.milliseconds))) at least: \(least.reason)")
        }
        return configuration.sensors.map { $0.sampled(every: interval) }
    }

    /// Where the spool's chain ends; nil when nothing is kept of it.
    func lastLink() throws(AgentFailure) -> ChainLink? {
        let last = try orFail(.data, { $0.description }) { () throws(SpoolError) in
            try spool.batches(from: spool.head.sequence, maximumItems: 1, maximumBytes: 0).first
        }
        guard let last else { return nil }
        return try orFail(.data, { "the spool's last batch: \($0.description)" }) {
            () throws(WireError) in try Envelope.decode(last.message).chain
        }
    }

    /// A simulation before the first real boot is one boot before another. After it, real boots and
    /// simulated ones in turn would look like two devices with one key.
    func checkIsSimulated(_ last: ChainLink?, before boot: BootID?) throws(AgentFailure) {
        guard let last, last.boot != boot, SimulatedBoot.isKernels(last.boot) else { return }
        throw AgentFailure(
            .data,
            """
            'run' uses the state folder \(state.path).
            simulate goes before the first 'run', or the server sees two devices with one key: \
            enrol another node with --state DIR, and simulate there.
            """)
    }
}
