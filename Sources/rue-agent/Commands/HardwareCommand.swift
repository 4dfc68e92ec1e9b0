internal import RueAgentCore
internal import RueCommandLine

/// `hardware`: tells what a Raspberry Pi needs, to read a node's sensors.
enum HardwareCommand {
    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let format = try format(arguments)
        let path = arguments.positionals[0]
        let isInput = path == "-"
        let name = isInput ? "standard input" : path
        let needs = HardwareNeeds(
            try ConfigurationFile.check(isInput ? "/dev/stdin" : path, shownAs: name))
        let lines = format.lines(needs)
        if !lines.isEmpty { Console.print(lines.joined(separator: "\n")) }
        guard !needs.conflicts.isEmpty else { return }
        throw AgentFailure(
            .configuration, "\(name): " + needs.conflicts.joined(separator: "\n  "))
    }

    private static func format(
        _ arguments: ParsedArguments
    ) throws(AgentFailure) -> HardwareFormat {
        guard let name = arguments.value("format") else { return .text }
        if let format = HardwareFormat.allCases.first(where: { $0.name == name }) { return format }
        let names = HardwareFormat.allCases.map { $0.name }
        let nearest = Suggestion.nearest(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw AgentFailure(
            .usage, "unknown format '\(name)'; known are \(names.joined(separator: ", "))\(nearest)"
        )
    }
}
