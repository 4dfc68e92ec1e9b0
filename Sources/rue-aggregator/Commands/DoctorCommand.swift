import RueAggregatorCore
import RueCommandLine

/// `doctor`: what is wrong, or soon will be.
enum DoctorCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let isJSON = try Format.isJSON(arguments)
        let place = Workplace(arguments)
        let findings = Examination(place).findings()
        var lines = findings.flatMap { finding in
            isJSON ? [finding.json] : finding.lines.map { TerminalText.escaped($0) }
        }
        if !isJSON, place.folder.path != Declaration.defaultState,
            findings.contains(where: { $0.remedy?.contains("rue-aggregator ") == true })
        {
            lines.append(
                "Give these commands --state " + TerminalText.escaped(place.folder.path) + ", too.")
        }
        try Console.write(lines.map { $0 + "\n" }.joined())
        return findings.contains { $0.state == .problem } ? .somethingIsWrong : .success
    }
}
