import RueAggregatorCore
import RueCommandLine
import RueStore

enum NodeListCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let format = try Format.listing(arguments)
        let place = Workplace(arguments)
        let reader = try place.reader()
        let now = SystemClock.nowMilliseconds
        let nodes = try directing { () throws(NodeError) in try NodeDirectory.overview(reader) }
        let tokens = try directing { () throws(NodeError) in
            try NodeDirectory.openTokens(reader, nowMilliseconds: now)
        }
        let listing = listing(nodes, invited: tokens)
        if listing.rows.isEmpty && format == .table {
            Console.note(
                "No node has enrolled yet; invite one: rue-aggregator node add NAME"
                    + place.folder.option)
        }
        try Console.write(listing.render(format))
        if format == .table { tellPending(nodes, place.folder) }
        return .success
    }

    /// The table alone.
    static func text(_ nodes: [NodeOverview], invited: [TokenRecord]) -> String {
        listing(nodes, invited: invited).render(.table)
    }

    private static func listing(_ nodes: [NodeOverview], invited: [TokenRecord]) -> Listing {
        var listing = Listing(
            columns: [
                "node", "status", "key", "items", "last_seen", "alerts", "base_name",
                "invited_until",
            ], scriptColumns: ["base_name", "invited_until"])
        for node in nodes { listing.append(row(node)) }
        for token in invited { listing.append(row(token)) }
        return listing
    }

    private static func tellPending(_ nodes: [NodeOverview], _ folder: StateFolder) {
        let pending = nodes.filter { $0.node.status == .pending }
        guard let first = pending.first else { return }
        Console.note(
            TerminalText.count(pending.count, "node") + (pending.count == 1 ? " waits" : " wait")
                + " to be confirmed: nothing of " + (pending.count == 1 ? "it" : "them")
                + " is shown until then. Compare the key words with those that the device shows "
                + "(in the log of 'rue-agent run'), then, for instance: rue-aggregator node confirm "
                + TerminalText.escaped(first.node.name) + " NAME" + folder.option)
    }

    private static func row(_ token: TokenRecord) -> [Listing.Cell] {
        let until = UTCTime.text(milliseconds: token.expiresMilliseconds)
        // To the minute.
        let minute = until.prefix(10) + " " + until.dropFirst(11).prefix(5)
        return [
            .text(token.nodeName), .shown("invited", inTable: "invited until " + minute + "Z"),
            .none, .none, .none, .none, .none, .text(until),
        ]
    }

    private static func row(_ node: NodeOverview) -> [Listing.Cell] {
        let alerts = node.events.reduce(0) { $0 + $1.count }
        let seen = node.head.map { UTCTime.text(milliseconds: $0.receivedMilliseconds) }
        return [
            .text(node.node.name), .text(node.node.status.description), .text(node.keyWords),
            .number(node.counts.total), seen.map { .text($0) } ?? .none, .number(alerts),
            .text(node.node.baseName), .none,
        ]
    }
}
