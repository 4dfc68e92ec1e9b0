import RueAggregatorCore
import RueCommandLine
import RueStore

enum NodeListCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let format = try Format.listing(arguments)
        let reader = try Workplace(arguments).reader()
        let now = SystemClock.nowMilliseconds
        var listing = Listing(
            columns: [
                "node", "status", "key", "items", "last_seen", "alerts", "base_name",
                "invited_until",
            ], scriptColumns: ["base_name", "invited_until"])
        let nodes = try directing { () throws(NodeError) in try NodeDirectory.overview(reader) }
        for node in nodes { listing.append(row(node)) }
        let tokens = try directing { () throws(NodeError) in
            try NodeDirectory.openTokens(reader, nowMilliseconds: now)
        }
        for token in tokens {
            listing.append(row(token))
        }
        if listing.rows.isEmpty && format == .table {
            Console.note("No node has enrolled yet; invite one: rue-aggregator node add NAME")
        }
        try Console.write(listing.render(format))
        return .success
    }

    private static func row(_ token: TokenRecord) -> [Listing.Cell] {
        let until = UTCTime.text(milliseconds: token.expiresMilliseconds)
        // The time of day to the minute: a link lives for a quarter of an hour.
        let minute = until.dropFirst(11).prefix(5)
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
