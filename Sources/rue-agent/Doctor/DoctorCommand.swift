internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine

/// `doctor`: looks at all that a node needs, and says what is missing and what to do. It changes
/// nothing, and leaves what a running service uses alone.
enum DoctorCommand {
    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let isJSON = try isJSON(arguments)
        let path = arguments.value("state") ?? AgentCommands.standardState
        let server = try NodeFiles.server(arguments)
        // What can be opened is told as the service's user finds it.
        try Identity.settle(path)
        var doctor = Doctor(
            configurationPath: arguments.value("config") ?? AgentCommands.standardConfiguration,
            statePath: path, server: server
        ) { finding in
            let lines = isJSON ? [finding.json] : finding.lines
            Console.print(lines.joined(separator: "\n"))
        }
        doctor.lookAtEverything()
        // What is wrong has been said.
        if doctor.hasProblem { throw AgentFailure(.unhealthy, "") }
    }

    private static func isJSON(_ arguments: ParsedArguments) throws(AgentFailure) -> Bool {
        switch arguments.value("format") ?? "text" {
        case "text": return false
        case "json": return true
        case let other:
            throw AgentFailure(.usage, "unknown format '\(other)'; known are text and json")
        }
    }
}
