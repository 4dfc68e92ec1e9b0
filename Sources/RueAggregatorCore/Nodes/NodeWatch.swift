public import RueStore
import RueWire

/// Tells in words what has happened to nodes since it was last asked: enrolments, other names,
/// alerts.
///
/// It looks at the store, not at the server's doings, so it misses nothing that another process
/// did, a revocation for one.
public struct NodeWatch {
    private let reader: any StoreReader
    private var dataVersion: Int64
    private var nodes: [RowID: NodeRecord]
    private var keyCount: Int
    private var counts: [EventName: Int64]

    private struct EventName: Hashable {
        let node: RowID?
        let kind: EventKind
    }

    /// Begins with the store as it is.
    ///
    /// - Parameter reader: a connection of this thread's own.
    /// - Throws: what the store reports.
    public init(reader: any StoreReader) throws(StoreError) {
        self.reader = reader
        dataVersion = try reader.dataVersion()
        nodes = Self.byRow(try reader.nodes())
        keyCount = try reader.keys().count
        counts = Self.byName(try reader.events())
    }

    /// What is new, a line each.
    ///
    /// - Returns: lines; empty for nothing.
    /// - Throws: what the store reports.
    public mutating func news() throws(StoreError) -> [String] {
        let version = try reader.dataVersion()
        guard version != dataVersion else { return [] }
        dataVersion = version
        let nodes = Self.byRow(try reader.nodes())
        let keys = try reader.keys()
        let events = try reader.events()
        var lines = keys.indices.dropFirst(keyCount).map { Self.enrolment($0, keys, nodes) }
        lines += nodes.values.sorted { $0.id < $1.id }
            .compactMap { Self.renaming(from: self.nodes[$0.id]?.name, to: $0.name) }
        // That a new one is pending is told with its key.
        lines += nodes.values.filter { node in
            node.status != (self.nodes[node.id]?.status ?? .active)
                && (node.status != .pending || self.nodes[node.id] != nil)
        }
        .sorted { $0.id < $1.id }
        .map { "node " + TerminalText.escaped($0.name) + " is " + $0.status.description }
        lines += events.filter { $0.count > counts[.init(node: $0.node, kind: $0.kind)] ?? 0 }
            .map { Self.alert($0, nodes) }
        self.nodes = nodes
        keyCount = keys.count
        counts = Self.byName(events)
        return lines
    }

    private static func enrolment(
        _ index: Int, _ keys: [KeyRecord], _ nodes: [RowID: NodeRecord]
    ) -> String {
        let key = keys[index]
        let isFirst = !keys[..<index].contains { $0.node == key.node }
        let name = TerminalText.escaped(nodes[key.node]?.name ?? "?")
        if nodes[key.node]?.status == .pending {
            return "node " + name + " is known from its grant alone: "
                + Proquint.keyWords(of: key.keyID)
                + "; nothing of it is shown until: rue-aggregator node confirm " + name + " NAME"
        }
        return "node " + name
            + (isFirst ? " is enrolled: " : " has a new key: ") + Proquint.keyWords(of: key.keyID)
    }

    private static func renaming(from old: String?, to new: String) -> String? {
        guard let old, old != new else { return nil }
        return "node " + TerminalText.escaped(old) + " is now called " + TerminalText.escaped(new)
    }

    private static func alert(_ event: EventRecord, _ nodes: [RowID: NodeRecord]) -> String {
        let who = event.node.map { "node " + TerminalText.escaped(nodes[$0]?.name ?? "?") }
        return "ALERT: " + (who ?? "store") + ": " + event.kind.description + ": "
            + TerminalText.escaped(event.detail)
    }

    private static func byRow(_ nodes: [NodeRecord]) -> [RowID: NodeRecord] {
        Dictionary(nodes.map { ($0.id, $0) }) { first, _ in first }
    }

    private static func byName(_ events: [EventRecord]) -> [EventName: Int64] {
        Dictionary(events.map { (EventName(node: $0.node, kind: $0.kind), $0.count) }) { $0 + $1 }
    }
}
