import RueAggregatorCore
import RueCommandLine
import RueWire

enum SetupCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let place = Workplace(arguments)
        let kit = try arguments.value("recovery-kit").map { (path) throws(Failure) in
            try RecoveryKitCommand.read(path, place.files)
        }
        let port = try parsing { () throws(CommandLineError) in
            try arguments.integer("port", in: 1...65_535) ?? kit?.port.map { Int($0) }
                ?? Declaration.defaultPort
        }
        let questions = try SetupQuestions(arguments, place)
        let hosts = try hosts(arguments, kit, questions)
        let handover = try questions.kitPath(arguments).map { (path) throws(Failure) in
            try KitHandover(to: path, from: place)
        }
        let report: SetupReport
        do throws(Failure) {
            report = try setUp(place, kit, hosts: hosts, port: UInt16(port))
        } catch {
            handover?.giveUp()
            throw error
        }
        try handover?.perform()
        try Console.write(
            try SetupText(report: report, folder: place.folder, handover: handover)
                .text(isRebuilt: kit != nil))
        let isDifferent =
            arguments.has("host") && hosts != report.settings.hosts
            || arguments.has("port") && UInt16(port) != report.settings.port
        if report.created.isEmpty && isDifferent {
            Console.note(
                "Nothing was changed. To change host or port, edit " + place.folder.settings)
        }
        return .success
    }

    private static func setUp(
        _ place: Workplace, _ kit: RecoveryKit?, hosts: [String], port: UInt16
    ) throws(Failure) -> SetupReport {
        let report = try settingUp { () throws(SetupError) in
            var setup = Setup(folder: place.folder, files: place.files, kit: kit)
            return try setup.run(
                hosts: hosts, port: port, nowMilliseconds: SystemClock.nowMilliseconds)
        }
        _ = try place.store(of: try place.identity())
        return report
    }

    private static func hosts(
        _ arguments: ParsedArguments, _ kit: RecoveryKit?, _ questions: SetupQuestions
    ) throws(Failure) -> [String] {
        if arguments.has("host") { return arguments.values("host") }
        if let hosts = kit?.hosts, !hosts.isEmpty { return hosts }
        return [try questions.host(otherwise: MachineName.reachable)]
    }
}
