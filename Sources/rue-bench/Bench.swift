import Foundation
import RueCommandLine

/// Measures Rue's side of each goal, and the machine's own limit in the same run.
@main
struct Bench {
    static let root = Command(
        "rue-bench", summary: "Measure Rue against the limits of the machine it runs on.",
        subcommands: [IngestCommand.declaration])

    static func main() {
        do {
            let arguments = try root.parse(Array(CommandLine.arguments.dropFirst()))
            guard !arguments.isHelpRequested else {
                return print(root.help(for: arguments.commandPath), terminator: "")
            }
            try IngestCommand.run(arguments)
        } catch {
            FileHandle.standardError.write(Data("rue-bench: \(error)\n".utf8))
            exit(error is CommandLineError ? 64 : 1)
        }
    }
}
