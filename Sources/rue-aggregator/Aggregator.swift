import CRueSystem
import RueCommandLine

/// The house's server: `setup`, `serve`, and everything that is asked of its store.
@main
struct Aggregator {
    static func main() {
        rue_exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ words: [String]) -> ExitCode {
        do throws(Failure) {
            return try execute(words)
        } catch {
            let hint = error.exitCode == .usage ? " " + Declaration.root.helpHint(for: words) : ""
            if !error.message.isEmpty { Console.complain(error.message + hint) }
            return error.exitCode
        }
    }

    private static func execute(_ words: [String]) throws(Failure) -> ExitCode {
        let arguments = try parsing { () throws(CommandLineError) in
            try Declaration.root.parse(words)
        }
        guard !arguments.isHelpRequested else {
            try Console.write(Declaration.root.help(for: arguments.commandPath))
            return .success
        }
        try Identity.settle(arguments)
        return try command(arguments.commandPath)(arguments)
    }
}
