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
            run(parsed)
        } catch {
            fail(AgentFailure(.usage, "\(error.description) (see 'rue-agent --help')"))
        }
    }

    private static func run(_ arguments: ParsedArguments) {
        do throws(AgentFailure) {
            try AgentCommands.run(arguments)
            Process.exit(.success)
        } catch {
            fail(error)
        }
    }

    private static func fail(_ failure: AgentFailure) {
        if !failure.message.isEmpty { Console.printError("rue-agent: \(failure.message)") }
        Process.exit(failure.status)
    }
}
