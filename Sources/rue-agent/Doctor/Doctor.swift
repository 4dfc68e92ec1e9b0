internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// One round through all that a node needs. What it finds is told at once: a network that is away
/// takes its time.
struct Doctor {
    let configurationPath: String
    let statePath: String
    /// Where the server is, if this command line says so, or that of a service which runs.
    var server: ServerAddress?
    let accounts = Accounts()
    private let tellFinding: (Finding) -> Void
    private(set) var hasProblem = false

    init(
        configurationPath: String, statePath: String, server: ServerAddress?,
        tell: @escaping (Finding) -> Void
    ) {
        self.configurationPath = configurationPath
        self.statePath = statePath
        self.server = server
        tellFinding = tell
    }

    mutating func tell(_ finding: Finding) {
        if finding.state == .problem { hasProblem = true }
        tellFinding(finding)
    }

    mutating func lookAtEverything() {
        let configuration = lookAtDescription()
        if let configuration {
            lookAtHardware(configuration)
            lookAtBuses(configuration)
        }
        let holder = lookAtState(configuration)
        if let configuration { lookAtSensors(configuration, holder) }
        lookAtClock()
        lookAtPower()
        lookAtWireless()
        lookAtUnit(holder)
        lookAtServer()
    }

    private mutating func lookAtDescription() -> NodeConfiguration? {
        do throws(AgentFailure) {
            let configuration = try ConfigurationFile.check(
                configurationPath, shownAs: configurationPath)
            let count = counted(configuration.sensors.count, "sensor", "sensors")
            tell(
                Finding(
                    ok: "description",
                    "\(configurationPath) describes node '\(configuration.name)' with \(count)"))
            return configuration
        } catch {
            tell(
                Finding(
                    problem: "description", error.message,
                    remedy:
                        "Name the node's own description with --config FILE. 'rue-agent check FILE' "
                        + "says what is wrong with one, 'rue-agent probe' prints one to start from")
            )
            return nil
        }
    }

    /// The text of a small file of the system; nil where there is none that can be read.
    func text(_ path: String) -> String? {
        do throws(SystemError) {
            return String(decoding: try SystemFile.read(path, limit: 1 << 17), as: UTF8.self)
        } catch {
            return nil
        }
    }

    /// The names in a folder; none where there is no such folder.
    func names(in folder: String) -> [String] {
        do throws(SystemError) { return try SystemFile.names(in: folder).sorted() } catch {
            return []
        }
    }
}
