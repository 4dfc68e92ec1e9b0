internal import RueAgentCore
internal import RueCommandLine

/// `check`: tells whether a configuration is good.
enum CheckCommand {
    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let path = arguments.positionals[0]
        let isInput = path == "-"
        let name = isInput ? "standard input" : path
        let configuration = try ConfigurationFile.check(
            isInput ? "/dev/stdin" : path, shownAs: name)
        Console.print(
            "\(name): good: node '\(configuration.name)' with "
                + counted(configuration.sensors.count, "sensor", "sensors"))
        if let warning = configuration.spool.warning { Console.print("\(name): \(warning)") }
    }
}
