import RueCrypto
import RueStore
import RueWire

/// Follows the log and keeps the newest value of every series: the board without its thread.
///
/// It never falls behind: when more came than it reads in one pass, it takes the newest items of
/// each chain first, and makes up for the rest, newest first, when there is time. Which value is
/// the newest does not depend on the order in which they are read.
final class HouseFollower {
    private let reader: any StoreReader
    private var nodes: [RowID: NodeLedger] = [:]
    private var debts: [RowID: Debt] = [:]
    private var early = EarlyItems()
    private var seenVersion: Int64?
    private(set) var logPosition: Int64 = 0

    /// The items of a chain that are still to be read: those below a sequence number, down to
    /// another one.
    private struct Debt {
        let node: RowID
        var below: UInt64
        let downTo: UInt64
    }

    /// How many items one pass reads at most, and of each chain when more came.
    private static let passItems = 512
    private static let chainItems = 16

    init(reader: any StoreReader) throws(StoreError) {
        self.reader = reader
        try reader.snapshot { () throws(StoreError) in
            seenVersion = try reader.dataVersion()
            logPosition = try reader.logState().size
            try loadNodes()
            try readHeads()
        }
    }

    /// Whether everything stored has been looked at.
    var isComplete: Bool { debts.isEmpty }

    /// The active nodes as they are at a moment, by name.
    func states(nowMilliseconds now: Int64) -> [NodeState] {
        nodes.values.map { early.shown(on: $0).state(nowMilliseconds: now) }
            .sorted { $0.name < $1.name }
    }

    /// Takes in what is new.
    ///
    /// - Parameter items: what came too early to be in the store, in order.
    /// - Returns: what arrived; nil when nothing at all has changed.
    /// - Throws: what the store reports; the next pass begins where this one did.
    func pass(_ items: [EarlyItem] = []) throws(StoreError) -> [HouseUpdate.Arrival]? {
        let arrivals = try passLog()
        if !early.isEmpty { early.drop(keptIn: nodes) }
        let shown = items.compactMap(show)
        return arrivals == nil && shown.isEmpty ? nil : (arrivals ?? []) + shown
    }

    private func show(_ item: EarlyItem) -> HouseUpdate.Arrival? {
        guard let ledger = nodes[item.node] else { return nil }
        early.add(item)
        early.drop(keptIn: nodes)
        let (values, faults) = early.shown(on: ledger).arrived(after: item.position - 1)
        guard !values.isEmpty || !faults.isEmpty else { return nil }
        return HouseUpdate.Arrival(
            node: ledger.record.name, receivedMilliseconds: item.receivedMilliseconds,
            values: values, faults: faults,
            times: item.filing.times.map { $0.first...max($0.first, $0.last) }, batches: 1)
    }

    private func passLog() throws(StoreError) -> [HouseUpdate.Arrival]? {
        let version = try reader.dataVersion()
        guard version != seenVersion || !debts.isEmpty else { return nil }
        return try reader.snapshot { () throws(StoreError) in
            var (arrivals, position) = ([HouseUpdate.Arrival](), logPosition)
            if version != seenVersion {
                try loadNodes()
                (arrivals, position) = try takeArrivals()
            }
            try payDebts()
            try readHeads()
            // Only now, so that after a fault everything is taken again: no arrival goes untold.
            // What is taken twice changes nothing the second time.
            (seenVersion, logPosition) = (version, position)
            return arrivals
        }
    }

    // MARK: Nodes

    /// Nodes may have been enrolled, renamed, revoked, confirmed; keys changed.
    private func loadNodes() throws(StoreError) {
        let active = try reader.nodes().filter { $0.status == .active }
        let keys = Dictionary(grouping: try reader.keys()) { $0.node }
        let gone = Set(nodes.keys).subtracting(active.map(\.id))
        for id in gone { forget(id) }
        for record in active {
            let words = Self.keyWords(keys[record.id] ?? [])
            guard nodes[record.id]?.record.baseName == record.baseName else {
                nodes[record.id] = NodeLedger(record, keyWords: words)
                try owe(record.id)
                continue
            }
            nodes[record.id]?.record = record
            nodes[record.id]?.keyWords = words
        }
    }

    private static func keyWords(_ keys: [KeyRecord]) -> String {
        let current = keys.last { $0.revokedMilliseconds == nil && $0.untilSequence == nil }
        return (current ?? keys.last).map { Proquint.keyWords(of: $0.keyID) } ?? "-"
    }

    private func forget(_ node: RowID) {
        nodes[node] = nil
        debts = debts.filter { $0.value.node != node }
    }

    /// All of a node's chains are to be read, the newest items at once.
    private func owe(_ node: RowID) throws(StoreError) {
        for chain in try reader.chains(node: node).reversed() {
            debts[chain.id] = Debt(node: node, below: UInt64(Int64.max), downTo: 0)
            try pay(chain.id, limit: Self.chainItems)
        }
    }

    // MARK: What arrives

    /// - Returns: what arrived, and how much of the log has been seen with it.
    private func takeArrivals() throws(StoreError) -> ([HouseUpdate.Arrival], position: Int64) {
        let before = logPosition
        let last = try reader.logState().size
        guard last > before else {
            // A store that was put in the place of another one.
            if last < before { try beginAgain() }
            return ([], last)
        }
        let sums = try reader.arrivals(after: before, through: last)
        if last - before <= Int64(Self.passItems) {
            try reader.scan(.log(after: before), limit: Self.passItems) { item in
                nodes[item.node]?.take(item)
                return true
            }
        } else {
            for sum in sums { try takeNewest(of: sum.node, after: before) }
        }
        try refreshOutdated()
        return (sums.compactMap { arrival($0, after: before) }, last)
    }

    private func arrival(_ sum: NodeArrivals, after position: Int64) -> HouseUpdate.Arrival? {
        guard let node = nodes[sum.node] else { return nil }
        let (values, faults) = node.arrived(after: position)
        return HouseUpdate.Arrival(
            node: node.record.name, receivedMilliseconds: sum.receivedMilliseconds, values: values,
            faults: faults, times: sum.times.map { $0.first...max($0.first, $0.last) },
            batches: sum.batches)
    }

    /// More came than can be read at once: the newest of each chain, and the rest later.
    private func takeNewest(of node: RowID, after position: Int64) throws(StoreError) {
        guard nodes[node] != nil else { return }
        for chain in try reader.chains(node: node) {
            let known = debts[chain.id]?.downTo
            let read = nodes[node]?.newest
            let downTo = known ?? (read?.chain == chain.id ? read?.sequence ?? 0 : 0)
            debts[chain.id] = Debt(node: node, below: UInt64(Int64.max), downTo: downTo)
            try pay(chain.id, limit: Self.chainItems)
        }
    }

    /// What came before the boot's clock was known has its time now.
    private func refreshOutdated() throws(StoreError) {
        for (id, ledger) in nodes where ledger.isOutdated {
            nodes[id] = NodeLedger(ledger.record, keyWords: ledger.keyWords)
            try owe(id)
        }
    }

    private func beginAgain() throws(StoreError) {
        for id in Array(nodes.keys) { forget(id) }
        try loadNodes()
    }

    // MARK: What is left to read

    private func payDebts() throws(StoreError) {
        var left = Self.passItems * 2
        for chain in debts.keys.sorted(by: >) where left > 0 {
            left -= try pay(chain, limit: left)
        }
    }

    /// Reads on in a chain, newest first, until its debt is paid or what comes is too old to be
    /// wanted.
    ///
    /// - Returns: how many items were read.
    @discardableResult
    private func pay(_ chain: RowID, limit: Int) throws(StoreError) -> Int {
        guard var debt = debts[chain] else { return 0 }
        var count = 0
        var isPaid = false
        try reader.scan(.newest(chain: chain, below: debt.below), limit: limit) { item in
            count += 1
            let time = item.times?.last ?? item.receivedMilliseconds
            let isTooOld = nodes[debt.node]?.oldestWanted.map { time < $0 } ?? false
            guard item.sequence > debt.downTo, !isTooOld else {
                isPaid = true
                return false
            }
            nodes[debt.node]?.take(item)
            debt.below = item.sequence
            return true
        }
        debts[chain] = isPaid || count < limit ? nil : debt
        return count
    }

    /// The id, the boot and the uptime of each node's newest item, where it is a new one.
    private func readHeads() throws(StoreError) {
        for (id, ledger) in nodes {
            guard let newest = ledger.newest,
                newest.sequence != ledger.newestHead?.head.sequence
                    || newest.chain != ledger.newestHead?.chain
            else { continue }
            let item = try reader.item(chain: newest.chain, sequence: newest.sequence)
            nodes[id]?.newestHead = Self.head(item, newest)
        }
    }

    private static func head(
        _ item: StoredItem?, _ newest: NodeLedger.Newest
    ) -> (chain: RowID, head: NodeState.Head, link: ChainLink?) {
        do throws(WireError) {
            let envelope = try item.map { (item) throws(WireError) in
                try Envelope.decode(item.bytes)
            }
            return (
                newest.chain, .init(sequence: newest.sequence, id: envelope?.messageID),
                envelope?.chain
            )
        } catch {
            // `verify` tells what is wrong with it.
            return (newest.chain, .init(sequence: newest.sequence, id: nil), nil)
        }
    }
}
