import RueAggregatorCore
import RueCommandLine
import RueStore
import RueWire

enum NodeShowCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let isJSON = try Format.isJSON(arguments)
        let reader = try Workplace(arguments).reader()
        let overview = try directing { () throws(NodeError) in
            try NodeDirectory.overview(of: arguments.positionals[0], reader)
        }
        guard !isJSON else {
            try Console.write(NodeJSON.object(overview).text + "\n")
            return .success
        }
        try Console.write(text(overview, now: SystemClock.nowMilliseconds))
        return .success
    }

    private static func text(_ overview: NodeOverview, now: Int64) -> String {
        let node = overview.node
        let name = TerminalText.escaped(node.name)
        let wait = "; confirm it: rue-aggregator node confirm " + name + " NAME"
        var lines = [
            ("node", name),
            ("status", node.status.description + (node.status == .pending ? wait : "")),
            ("name in records", node.baseName), ("key words", overview.keyWords),
            ("key", overview.currentKey?.keyID.hex ?? "-"),
            ("enrolled", UTCTime.text(milliseconds: node.createdMilliseconds)),
        ]
        if let head = overview.head {
            let age = TerminalText.span(milliseconds: now - head.receivedMilliseconds)
            lines += [
                (
                    "head",
                    "item " + String(head.sequence) + ", id " + (head.id?.hex ?? "unreadable")
                ),
                (
                    "last seen",
                    UTCTime.text(milliseconds: head.receivedMilliseconds)
                        + " (" + age + " ago)"
                ),
            ]
        } else {
            lines.append(("head", "nothing received yet"))
        }
        lines.append(
            (
                "items",
                String(overview.counts.total) + ", of them in quarantine: "
                    + String(overview.counts.quarantined)
            ))
        lines += overview.gaps.map { gap in
            (
                "lost",
                "items " + String(gap.sequences.lowerBound) + " to "
                    + String(gap.sequences.upperBound) + ", as the node said"
            )
        }
        lines += overview.events.map { ("alert", text($0)) }
        return lines.map { $0 + String(repeating: " ", count: 17 - $0.count) + $1 + "\n" }.joined()
    }

    private static func text(_ event: EventRecord) -> String {
        event.kind.description + ", " + TerminalText.count(event.count, "time") + ", last "
            + UTCTime.text(milliseconds: event.lastMilliseconds) + ": "
            + TerminalText.escaped(event.detail)
    }
}
