internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// The way to the server: its name, its port, its key.
extension Doctor {
    private static let patienceMilliseconds: UInt64 = 25_000

    mutating func lookAtServer() {
        let state = StateFolder(lookingAt: statePath)
        guard state.isEnrolled else { return }
        let identity: NodeIdentity
        do throws(AgentFailure) { identity = try state.identity(server: nil) } catch {
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
            "Another server answers at \(address). If yours was set up anew without its recovery kit, "
                + "enrol this node again:\n  rue-aggregator node add NAME --replace     on the server\n"
                + "  sudo rue-agent enrol LINK --new-key         here"
        case .unreachable, .broken:
            "Is it switched on and on this network, does the service run there, and is its port open? "
                + "If it has moved, add '--server HOST[:PORT]' to the service's command line "
                + "(sudo systemctl edit rue-agent)"
        }
    }
}
