internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueCrypto
internal import RueWire

/// `rotate-key`: gives the node a new key, which the old one signs in.
struct RotateKeyCommand {
    /// How long the server is waited for, before and after.
    private static let patienceMilliseconds: UInt64 = 10_000

    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let before = try NodeSetUp(arguments)
        if before.configuration.spool.place == .memory {
            throw AgentFailure(
                .configuration,
                "rotate-key needs the spool on the card, where the change is safe; take "
                    + "'spool: memory' out of the description until it is done")
        }
        var uplink = before.uplink
        // A card that was put back must not sign at a place that is taken.
        drive(&uplink, over: before.channel) { $0.isHeadSettled && !$0.isBusy }
        if uplink.state == .revoked {
            throw AgentFailure(
                .unavailable, "the server has revoked this node, its key cannot be changed")
        }
        uplink.close()
        let old = before.identity.keyID
        // A rotation has no readings to be placed in time.
        let time = NodeTime(uptimeMilliseconds: SystemTime.uptime, utcMilliseconds: nil)
        let boot = try SystemTime.bootID()
        let new = try before.state.changingKey { () throws(KeyChangeError) in
            try before.state.keyChange.rotate(before.spool, boot: boot, at: time)
        }
        let after = try NodeSetUp(after: before)
        uplink = after.uplink
        drive(&uplink, over: after.channel) { $0.isDone }
        uplink.close()
        try after.state.retireOldKey(after.spool, log: after.log)
        report(from: old, to: new.keyID, waiting: after.spool.undelivered)
    }

    private static func drive(
        _ uplink: inout Uplink, over channel: TLSChannel, until isDone: (Uplink) -> Bool
    ) {
        let end = SystemTime.uptime + patienceMilliseconds
        while true {
            let now = SystemTime.uptime
            uplink.advance(at: now)
            if isDone(uplink) || uplink.state == .backoff || now >= end { return }
            Poller.wait([channel.interest], milliseconds: 200)
        }
    }

    private static func report(from old: KeyID, to new: KeyID, waiting: Int) {
        let state =
            waiting == 0
            ? "The server has taken it."
            : "The server takes it when 'rue-agent run' reaches it: "
                + counted(waiting, "item waits", "items wait") + "."
        Console.print(
            """
            This node has a new key
              was  \(Proquint.keyWords(of: old))
              is   \(Proquint.keyWords(of: new))
            \(state)
            """)
    }
}
