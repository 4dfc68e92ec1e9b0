import RueAggregatorCore
import RueCommandLine

/// `doctor`: what is wrong, or soon will be.
enum DoctorCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let isJSON = try Format.isJSON(arguments)
        let findings = Examination(Workplace(arguments)).findings()
        let lines = findings.flatMap { finding in
            isJSON ? [finding.json] : finding.lines.map { TerminalText.escaped($0) }
        }
        try Console.write(lines.map { $0 + "\n" }.joined())
        return findings.contains { $0.state == .problem } ? .somethingIsWrong : .success
    }
}
