import RueAggregatorCore
import RueCommandLine
import RueWire

enum SetupCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let place = Workplace(arguments)
        let hosts = arguments.has("host") ? arguments.values("host") : [MachineName.current]
        let port = try parsing { () throws(CommandLineError) in
            try arguments.integer("port", in: 1...65_535) ?? Declaration.defaultPort
        }
        let report = try settingUp { () throws(SetupError) in
            var setup = Setup(folder: place.folder, files: place.files)
            return try setup.run(
                hosts: hosts, port: UInt16(port), nowMilliseconds: SystemClock.nowMilliseconds)
        }
        _ = try place.store(of: try place.identity())
        try Console.write(text(report, place.folder))
        let isDifferent =
            arguments.has("host") && hosts != report.settings.hosts
            || arguments.has("port") && UInt16(port) != report.settings.port
        if report.created.isEmpty && isDifferent {
            Console.note(
                "Nothing was changed. To change host or port, edit " + place.folder.settings)
        }
        return .success
    }

    private static func text(_ report: SetupReport, _ folder: StateFolder) -> String {
        var text = report.created.isEmpty ? "Already set up: " : "Set up: "
        text += folder.path + "\n"
        text += "Server: " + Proquint.keyWords(of: report.serverID) + "\n"
        text +=
            "Nodes will reach it at " + report.settings.hosts.joined(separator: ", ") + ", port "
            + String(report.settings.port) + "\n"
        for path in report.created { text += "Made: " + path + "\n" }
        if report.isRecoveryKitHere {
            text +=
                "\nMove " + folder.recoveryKit + " away from this machine: print it, or copy it "
                + "to a\nmedium in a drawer, then delete it here. It holds what rebuilding a lost "
                + "server needs (the\ncommand that reads it comes with a later version); whoever else "
                + "has it can pose as this one.\n"
        }
        guard !report.created.isEmpty else { return text }
        let state = folder.path == Declaration.defaultState ? "" : " --state " + folder.path
        return text + "\nNext:\n  rue-aggregator serve" + state + "\n  rue-aggregator node add NAME"
            + state
            + "\nThe house is then to be seen at http://127.0.0.1:\(PageAddress.defaultPort)/ "
            + "on this machine.\n"
    }
}
