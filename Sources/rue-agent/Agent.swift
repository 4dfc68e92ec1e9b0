internal import CRueSystem
internal import RueCommandLine

/// The program: takes the command line apart and hands over.
@main
struct Agent {
    static func main() {
        // Whatever is made here, SQLite's files too, is for this user alone.
        rue_make_files_private()
        let arguments = Array(Process.arguments.dropFirst())
        do throws(CommandLineError) {
            let parsed = try AgentCommands.root.parse(arguments)
            if parsed.isHelpRequested {
                Console.print(AgentCommands.root.help(for: parsed.commandPath))
                return Process.exit(.success)
            }
            run(parsed, arguments)
        } catch {
            fail(AgentFailure(.usage, error.description), in: arguments)
        }
    }

    private static func run(_ arguments: ParsedArguments, _ words: [String]) {
        do throws(AgentFailure) {
            try AgentCommands.run(arguments)
            Process.exit(.success)
        } catch {
            fail(error, in: words)
        }
    }

    private static func fail(_ failure: AgentFailure, in words: [String]) {
        let hint = failure.status == .usage ? " " + AgentCommands.root.helpHint(for: words) : ""
        if !failure.message.isEmpty { Console.printError("rue-agent: \(failure.message)\(hint)") }
        Process.exit(failure.status)
    }
}
