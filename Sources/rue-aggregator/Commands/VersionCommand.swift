import RueCommandLine

enum VersionCommand {
    static let version = "0.1.0"

    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        try Console.write("rue-aggregator " + version + ", node protocol 1\n")
        return .success
    }
}
