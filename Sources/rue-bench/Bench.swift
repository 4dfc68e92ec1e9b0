import Foundation
import RueCommandLine

/// Measures Rue's side of each goal, and the machine's own limit in the same run.
@main
struct Bench {
    static let root = Command(
        "rue-bench", summary: "Measure Rue against the limits of the machine it runs on.",
        subcommands: [
            IngestCommand.declaration, QueryCommand.declaration,
            Command("version", summary: "Print the version."),
        ])
    private static let version = "0.1.0"

    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            let arguments = try root.parse(words)
            guard !arguments.isHelpRequested else {
                return print(root.help(for: arguments.commandPath), terminator: "")
            }
            guard arguments.commandPath != ["version"] else { return print("rue-bench " + version) }
            try run(arguments)
        } catch let error as CommandLineError {
            complain(error.description + " " + root.helpHint(for: words))
            exit(64)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func run(_ arguments: ParsedArguments) throws {
        switch arguments.commandPath {
        case ["query"]: try QueryCommand.run(arguments)
        default: try IngestCommand.run(arguments)
        }
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data("rue-bench: \(text)\n".utf8))
    }
}
