public import RueCommandLine
import RueStore

extension Diagnosis {
    /// For how long a node may be silent, in milliseconds.
    static let silence = dayMilliseconds

    /// How the nodes are.
    ///
    /// - Parameters:
    ///   - nodes: all of them.
    ///   - now: the time, in milliseconds since 1970.
    /// - Returns: one for all when all is well, else one for each that is not.
    public static func nodes(_ nodes: [NodeOverview], nowMilliseconds now: Int64) -> [Finding] {
        let watched = nodes.filter { $0.node.status != .revoked }
        let findings = watched.flatMap { node in
            [presence(node, now), oddities(node)].compactMap { $0 }
        }
        guard findings.isEmpty else { return findings }
        if watched.isEmpty { return [Finding(ok: "nodes", "no node has enrolled yet")] }
        // What 'node list' counts shall not seem to be overlooked.
        let told = watched.flatMap(\.events).reduce(0) { $0 + $1.count }
        return [
            Finding(
                ok: "nodes",
                TerminalText.count(watched.count, "node") + ", seen within a day, "
                    + (told == 0
                        ? "nothing odd about them"
                        : TerminalText.count(told, "alert") + " of what is made good already"))
        ]
    }

    private static func presence(_ node: NodeOverview, _ now: Int64) -> Finding? {
        let name = TerminalText.escaped(node.node.name)
        if node.node.status == .pending {
            return Finding(
                warning: "node", name + ": it waits to be confirmed, key words " + node.keyWords,
                remedy: "compare them with those in its log, then: rue-aggregator node confirm "
                    + name
                    + " NAME")
        }
        let seen = node.head?.receivedMilliseconds ?? node.node.createdMilliseconds
        guard now - seen > silence else { return nil }
        let span = TerminalText.span(milliseconds: now - seen)
        return Finding(
            warning: "node",
            name + ": "
                + (node.head == nil
                    ? "enrolled " + span + " ago, never seen" : "silent for " + span),
            remedy:
                "look after it (rue-agent doctor there); if it is gone for good: rue-aggregator node "
                + "revoke " + name)
    }

    private static func oddities(_ node: NodeOverview) -> Finding? {
        // What was made good by itself, or tells of the server's past, is no reason for worry.
        let odd = node.events.filter { ![.learnt, .lostItems].contains($0.kind) }
        guard !odd.isEmpty || node.counts.quarantined > 0 else { return nil }
        let kinds = odd.map { $0.kind.description + ", " + String($0.count) + " ×" }
        let isQuarantineTold = odd.contains { $0.kind == .quarantine }
        let quarantine =
            node.counts.quarantined > 0 && !isQuarantineTold
            ? [TerminalText.count(node.counts.quarantined, "item") + " in quarantine"] : []
        let name = TerminalText.escaped(node.node.name)
        return Finding(
            warning: "node", name + ": " + (kinds + quarantine).joined(separator: "; "),
            remedy: "rue-aggregator node show " + name)
    }
}
