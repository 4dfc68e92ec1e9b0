internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// What a running service has read last, from its spool.
extension Doctor {
    mutating func tellLastReadings(_ configuration: NodeConfiguration) {
        guard let message = summary()?.newest, let batch = BatchContents(message) else { return }
        let age = batch.age.map { " in the last batch, \($0)" } ?? " in the last batch"
        for sensor in configuration.sensors {
            if let fault = batch.fault(of: sensor.id) {
                tell(
                    Finding(
                        problem: "sensor",
                        "\(sensor.id), which the service reads, failed\(age): \(fault)",
                        remedy: "'journalctl -u rue-agent' tells since when"))
            } else {
                let values = batch.values(of: sensor.id)
                tell(
                    values.isEmpty
                        ? Finding(
                            ok: "sensor",
                            "\(sensor.id) is the running service's; it has no reading\(age)")
                        : Finding(
                            ok: "sensor", "\(sensor.id): " + values.joined(separator: ", ") + age))
            }
        }
    }

    /// What the spool on the card holds; nil when there is none that can be read.
    func summary() -> SpoolSummary? {
        let path = statePath + "/spool.sqlite"
        guard SystemFile.exists(path) else { return nil }
        do throws(SpoolError) { return try SpoolSummary(lookingAt: path) } catch { return nil }
    }
}
