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
        let hosts = hosts(arguments, kit)
        let report = try settingUp { () throws(SetupError) in
            var setup = Setup(folder: place.folder, files: place.files, kit: kit)
            return try setup.run(
                hosts: hosts, port: UInt16(port), nowMilliseconds: SystemClock.nowMilliseconds)
        }
        _ = try place.store(of: try place.identity())
        try Console.write(text(report, place.folder, isRebuilt: kit != nil))
        let isDifferent =
            arguments.has("host") && hosts != report.settings.hosts
            || arguments.has("port") && UInt16(port) != report.settings.port
        if report.created.isEmpty && isDifferent {
            Console.note(
                "Nothing was changed. To change host or port, edit " + place.folder.settings)
        }
        return .success
    }

    private static func hosts(_ arguments: ParsedArguments, _ kit: RecoveryKit?) -> [String] {
        if arguments.has("host") { return arguments.values("host") }
        if let hosts = kit?.hosts, !hosts.isEmpty { return hosts }
        return [MachineName.current]
    }

    private static func text(
        _ report: SetupReport, _ folder: StateFolder, isRebuilt: Bool
    ) -> String {
        var text = report.created.isEmpty ? "Already set up: " : "Set up: "
        if isRebuilt { text = "Rebuilt from its kit, without its history: " }
        text += folder.path + "\n"
        text += "Server: " + Proquint.keyWords(of: report.serverID) + "\n"
        text +=
            "Nodes will reach it at " + report.settings.hosts.joined(separator: ", ") + ", port "
            + String(report.settings.port) + "\n"
        for path in report.created { text += "Made: " + path + "\n" }
        if report.isRecoveryKitHere { text += advice(folder) }
        guard !report.created.isEmpty else { return text }
        let state = folder.path == Declaration.defaultState ? "" : " --state " + folder.path
        if isRebuilt { return text + next(state) }
        return text + "\nNext:\n  rue-aggregator serve" + state + "\n  rue-aggregator node add NAME"
            + state
            + "\nThe house is then to be seen at http://127.0.0.1:\(PageAddress.defaultPort)/ "
            + "on this machine.\n"
    }

    private static func advice(_ folder: StateFolder) -> String {
        """

        Move \(folder.recoveryKit) away from this machine: print it, or copy it to a
        medium in a drawer, see that the copy works (rue-aggregator recovery-kit --check FILE), then
        delete it here. It rebuilds this server when it is lost; whoever else has it can pose as it.

        """
    }

    private static func next(_ state: String) -> String {
        """

        This server shows its nodes the recovery key of the kit that you gave, which they know.
        Keep that kit beside the new one: a node that has not learnt of the new one yet accepts
        only the old one.

        Next:
          rue-aggregator serve\(state)
        under the address and port where the nodes look for the server. Each node comes back by
        itself, sends again what it keeps, and waits for you to compare its key words:
          rue-aggregator node list\(state)
          rue-aggregator node confirm PENDING-NAME NAME\(state)
        When all have sent everything (node list: items, last seen):
          rue-aggregator verify\(state)

        """
    }
}
