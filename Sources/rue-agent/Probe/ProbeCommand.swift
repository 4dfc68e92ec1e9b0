internal import RueCommandLine
internal import RueSensors
internal import RueSensorsLinux

/// `probe`: looks for sensors and prints a configuration to start from. What it says to a person goes
/// to standard error; standard output is a description that `check` accepts, and nothing else.
enum ProbeCommand {
    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let recording = arguments.value("record")
        if let recording { try refuseOverwriting(recording) }
        var survey = ProbeSurvey()
        let kernelSensors = kernelSensors()
        try lookAtI2C(&survey)
        lookAtOneWire(&survey)
        survey.found += kernelSensors.compactMap { ProbeFinding($0, among: kernelSensors) }
        lookAtGPIO(kernelSensors)
        if survey.found.isEmpty { throw AgentFailure(.unavailable, survey.advice) }
        Console.print(ProbeFinding.description(of: survey.found))
        if let recording { try record(survey.found, to: recording) }
    }

    /// The names in a folder; none where there is no such folder.
    static func names(in folder: String) -> [String] {
        do throws(SystemError) {
            return try SystemFile.names(in: folder)
        } catch {
            if error.code != SystemError.noSuchFile {
                Console.printError("cannot look into \(folder): \(error.text)")
            }
            return []
        }
    }
}
