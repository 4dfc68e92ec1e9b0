import RueAggregatorCore
import RueCommandLine

/// `doctor`: what is wrong, or soon will be.
enum DoctorCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let isJSON = try Format.isJSON(arguments)
        let findings = Examination(Workplace(arguments)).findings()
        try Console.write(
            isJSON ? Diagnosis.json(findings).text + "\n" : Diagnosis.text(findings))
        return Diagnosis.worst(findings) == .problem ? .somethingIsWrong : .success
    }
}
