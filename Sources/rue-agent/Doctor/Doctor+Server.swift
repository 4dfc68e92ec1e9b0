internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// The way to the server: its name, its port, its key.
extension Doctor {
    private static let patienceMilliseconds: UInt64 = 25_000

    private static let moved =
        "If it has moved, add '--server HOST[:PORT]' to the service's command line (sudo systemctl "
        + "edit rue-agent); 'rue-agent doctor --server HOST[:PORT]' tells whether it is there"

    /// Where another process was told that the server is; nil where it was told nothing.
    func serverOption(of process: Int64) -> ServerAddress? {
        let line = text("/proc/\(process)/cmdline") ?? ""
        let words = line.utf8.split(separator: 0).map { String(Substring($0)) }
        let arguments: ParsedArguments
        do throws(CommandLineError) {
            arguments = try AgentCommands.root.parse(Array(words.dropFirst()))
        } catch {
            return nil  // no command line of this program's
        }
        do throws(AgentFailure) { return try NodeFiles.server(arguments) } catch { return nil }
    }

    mutating func lookAtServer() {
        let state = StateFolder(lookingAt: statePath)
        guard state.isEnrolled else { return }
        let identity: NodeIdentity
        do throws(AgentFailure) { identity = try state.identity(server: server) } catch {
            return  // told already
        }
        let pins = state.pins(of: identity, log: SystemLog(isVerbose: false))?.pins
        let address = "\(identity.host) port \(identity.port)"
        do throws(ChannelError) {
            try reach(
                TLSChannel(
                    host: identity.host, port: identity.port, pins: pins ?? identity.grant.pins))
            tell(Finding(ok: "server", "\(address) answers, with the key that it is known by"))
        } catch {
            tell(Finding(problem: "server", error.description, remedy: remedy(error, address)))
        }
    }

    private func reach(_ channel: TLSChannel) throws(ChannelError) {
        channel.open()
        defer { channel.close() }
        let end = SystemTime.uptime + Self.patienceMilliseconds
        while try channel.advance() != .open {
            if SystemTime.uptime >= end { throw .unreachable("the server did not answer in time") }
            Poller.wait([channel.interest], milliseconds: 200)
        }
    }

    private func remedy(_ error: ChannelError, _ address: String) -> String {
        switch error {
        case .untrusted:
            "Another server answers at \(address). If yours has moved, see below; if it was lost, bring "
                + "it back: from a backup (rue-aggregator restore) or its recovery kit (rue-aggregator "
                + "setup --recovery-kit). This node is then enrolled still. Only if it is to be a new "
                + "server, enrol this node there:\n"
                + "  rue-aggregator node add NAME             on the server\n"
                + "  sudo systemctl stop rue-agent            here\n"
                + "  sudo rue-agent enrol LINK\n"
                + "  sudo systemctl start rue-agent\n" + Self.moved
        case .unreachable, .broken:
            "Is it switched on and on this network, does the service run there, and is its port open? "
                + Self.moved
        }
    }
}
