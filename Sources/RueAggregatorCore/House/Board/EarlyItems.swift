import RueStore

/// What nodes showed of their newest readings before the turn of these had come.
struct EarlyItems {
    private var items: [RowID: [EarlyItem]] = [:]

    /// The most that is remembered of a node: what comes once a second, of an item's 64 KiB.
    private static let most = 8

    var isEmpty: Bool { items.isEmpty }

    /// How many are remembered.
    var count: Int { items.values.reduce(0) { $0 + $1.count } }

    mutating func add(_ item: EarlyItem) {
        let known = items[item.node, default: []].filter {
            $0.chain == item.chain && $0.sequence < item.sequence
        }
        items[item.node] = known.suffix(Self.most - 1) + [item]
    }

    /// A node's ledger with what it showed.
    func shown(on ledger: NodeLedger) -> NodeLedger {
        guard let early = items[ledger.record.id] else { return ledger }
        var shown = ledger
        for item in early { item.visit { shown.take($0) } }
        return shown
    }

    /// Forgets what the store has by now, by its number or, where the node signed it anew under
    /// another one, by its time.
    mutating func drop(keptIn nodes: [RowID: NodeLedger]) {
        for (node, early) in items {
            guard let ledger = nodes[node] else {
                items[node] = nil
                continue
            }
            guard let newest = ledger.newest else { continue }
            let left = early.filter { item in
                let time = item.filing.times?.last ?? item.receivedMilliseconds
                return item.sequence > newest.sequence && time > newest.milliseconds
            }
            items[node] = left.isEmpty ? nil : left
        }
    }
}
