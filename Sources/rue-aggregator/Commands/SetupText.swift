import RueAggregatorCore
import RueWire

/// What `setup` tells at its end.
struct SetupText {
    let report: SetupReport
    let folder: StateFolder
    /// Where the recovery kit was brought; nil when it stayed.
    let handover: KitHandover?

    func text(isRebuilt: Bool) throws(Failure) -> String {
        var text = report.created.isEmpty ? "Already set up: " : "Set up: "
        if isRebuilt { text = "Rebuilt from its kit, without its history: " }
        text += folder.path + "\n"
        text += "Server: " + Proquint.keyWords(of: report.serverID) + "\n"
        text +=
            "Nodes will reach it at " + report.settings.hosts.joined(separator: ", ") + ", port "
            + String(report.settings.port) + "\n"
        for path in report.created where handover == nil || path != folder.recoveryKit {
            text += "Made: " + path + "\n"
        }
        if let handover {
            text +=
                try handover.isOnTheServersDisk() ? besideTheServer(handover) : written(handover)
        } else if report.isRecoveryKitHere {
            text += advice
        }
        guard !report.created.isEmpty else { return text }
        return text + (isRebuilt ? nextOfRebuilt : next)
            + "The house is then to be seen at http://127.0.0.1:\(PageAddress.defaultPort)/ "
            + "on this machine.\n"
    }

    private var state: String { folder.option }

    /// How the server is started here.
    private var start: String {
        isService ? "systemctl enable --now rue-aggregator" : "rue-aggregator serve" + state
    }

    /// Whether a package has brought the unit, and it is this server's.
    private var isService: Bool { state.isEmpty && ServiceUnit.isInstalled }

    private var next: String {
        """

        Next\(isService ? ", as root (sudo)" : ""):
          \(start)
          rue-aggregator node add NAME\(state)

        """
    }

    private func besideTheServer(_ kit: KitHandover) -> String {
        """

        The recovery kit is in \(kit.path), read back and found good.
        That is on the server's own disk, whose loss it is for: copy it to a medium, keep that in a
        drawer, and delete it here. It rebuilds this server when it is lost; whoever else has it can
        pose as it.

        """
    }

    private func written(_ kit: KitHandover) -> String {
        """

        The recovery kit is in \(kit.path), read back and found good; it is not on this
        machine any more. Take the medium out and keep it in a drawer: it rebuilds this server when it
        is lost; whoever else has it can pose as it.

        """
    }

    private var advice: String {
        """

        Move \(folder.recoveryKit) away from this machine: print it, or copy it to a
        medium in a drawer, see that the copy works (rue-aggregator recovery-kit --check FILE\(state)), then
        delete it here. It rebuilds this server when it is lost; whoever else has it can pose as it.

        """
    }

    private var nextOfRebuilt: String {
        """

        This server shows its nodes the recovery key of the kit that you gave, which they know.
        Keep that kit beside the new one: a node that has not learnt of the new one yet accepts
        only the old one.

        Next:
          \(start)
        under the address and port where the nodes look for the server. Each node comes back by
        itself, sends again what it keeps, and waits for you to compare its key words:
          rue-aggregator node list\(state)
          rue-aggregator node confirm PENDING-NAME NAME\(state)
        When all have sent everything (node list: items, last seen):
          rue-aggregator verify\(state)

        """
    }
}
