internal import RueAgentCore
internal import RueCommandLine

/// `check`: tells whether a configuration is good.
enum CheckCommand {
    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let path = arguments.positionals[0]
        let configuration = try ConfigurationFile.read(path)
        let count = configuration.sensors.count
        Console.print(
            "\(path): good: node '\(configuration.name)' with \(count) "
                + (count == 1 ? "sensor" : "sensors"))
    }
}
