public import RueStore

/// Asks a store for readings. It keeps no state between calls but what it learnt of keys.
///
/// Belongs to one thread, as its connection does.
public final class ReadingQuery {
    private let reader: any StoreReader
    private let filter: ReadingFilter
    private var nodes: [NodeRecord]
    private let decoder: ReadingDecoder
    private static let pageSize = 256

    /// How far back from its node's newest item `latest()` looks for a series.
    public static let latestSpanMilliseconds: Int64 = 86_400_000

    /// Looks up the nodes of a filter.
    ///
    /// - Parameters:
    ///   - reader: a connection of this thread's own.
    ///   - filter: which readings are wanted.
    /// - Throws: `.unknownNode`, `.pendingNode`, `.unknown` for a sensor, a quantity or a series,
    ///   `.store`.
    public init(reader: any StoreReader, filter: ReadingFilter) throws(QueryError) {
        self.reader = reader
        self.filter = filter
        nodes = try Self.nodes(of: filter, reader)
        decoder = ReadingDecoder(reader: reader)
        decoder.want(nodes)
        if filter.namesSome { try checkNames() }
    }

    /// The same nodes once more, for other readings of theirs.
    private init(reader: any StoreReader, nodes: [NodeRecord], filter: ReadingFilter) {
        self.reader = reader
        self.nodes = nodes
        self.filter = filter
        decoder = ReadingDecoder(reader: reader)
        decoder.want(nodes)
    }

    /// Items met so far that are no longer what was once accepted.
    public var damaged: [DamagedItem] { decoder.damaged }

    static func nodes(
        of filter: ReadingFilter, _ reader: any StoreReader
    ) throws(QueryError) -> [NodeRecord] {
        let all = try QueryError.wrapping { () throws(StoreError) in try reader.nodes() }
        if filter.nodes.isEmpty {
            return all.filter {
                $0.status == .active || filter.takesAllNodes && $0.status == .revoked
            }
        }
        return try filter.nodes.map { (name) throws(QueryError) in
            guard let node = all.first(where: { $0.name == name }) else {
                let known = all.filter { $0.status != .pending }
                throw .unknownNode(name, known: known.map { $0.name })
            }
            guard node.status != .pending else { throw .pendingNode(name) }
            return node
        }
    }

    // MARK: Names

    private typealias Field = (
        kind: String, names: WritableKeyPath<ReadingFilter, Set<String>>,
        of: KeyPath<StoredReading, String>
    )

    private static var fields: [Field] {
        [
            ("sensor", \.sensors, \.sensor), ("quantity", \.quantities, \.quantity),
            ("series", \.series, \.series),
        ]
    }

    /// Every sensor, quantity and series that is asked for must have had a reading; where nothing
    /// has come yet, nothing can be said.
    private func checkNames() throws(QueryError) {
        let recent = try lookup(ReadingFilter()).latest()
        guard !recent.isEmpty else { return }
        for field in Self.fields {
            let known = Set(recent.map { $0[keyPath: field.of] })
            let missing = filter[keyPath: field.names].subtracting(known)
            // It may have fallen silent long ago.
            guard !missing.isEmpty, let name = try unheard(missing, field).min() else { continue }
            throw .unknown(kind: field.kind, name, known: known.filter { !$0.isEmpty }.sorted())
        }
    }

    /// Which of some names no reading ever had. All that the nodes sent is gone through for that,
    /// but of what does not have the name no signature is checked.
    private func unheard(_ names: Set<String>, _ field: Field) throws(QueryError) -> Set<String> {
        var sought = ReadingFilter()
        sought[keyPath: field.names] = names
        var missing = names
        try lookup(sought).forEach { reading in
            missing.remove(reading[keyPath: field.of])
            return !missing.isEmpty
        }
        return missing
    }

    private func lookup(_ filter: ReadingFilter) -> ReadingQuery {
        ReadingQuery(reader: reader, nodes: nodes, filter: filter)
    }

    /// Names of revoked nodes that are left out though they have sent something, because no node
    /// was named.
    ///
    /// - Returns: them, in order.
    /// - Throws: `.store`.
    public func revokedLeftOut() throws(QueryError) -> [String] {
        guard filter.nodes.isEmpty, !filter.takesAllNodes else { return [] }
        return try QueryError.wrapping { () throws(StoreError) in
            var names: [String] = []
            for node in try reader.nodes() where node.status == .revoked {
                if try reader.itemCounts(node: node.id).total > 0 { names.append(node.name) }
            }
            return names
        }
    }

    // MARK: The latest

    /// The newest reading of every series, by node and series.
    ///
    /// A series that was silent for a day before its node's newest item is left out: to find it
    /// would mean to read all that the node ever sent.
    ///
    /// - Returns: one reading a series.
    /// - Throws: `.store`.
    public func latest() throws(QueryError) -> [StoredReading] {
        var result: [StoredReading] = []
        for node in nodes {
            try snapshot { () throws(QueryError) in result += try self.latest(of: node) }
        }
        return result
    }

    private func latest(of node: NodeRecord) throws(QueryError) -> [StoredReading] {
        var newest: [String: StoredReading] = [:]
        var oldestWanted: Int64?
        try forEachNewestFirst(of: node) { (item) throws(QueryError) in
            let time = item.times?.last ?? item.receivedMilliseconds
            let span = Self.latestSpanMilliseconds
            let limit = oldestWanted ?? max(time, Int64.min + span) - span
            oldestWanted = limit
            guard time >= limit else { return false }
            for reading in try self.passing(item, where: { newest[$0.series] == nil }) {
                newest[reading.series] = reading
            }
            return true
        }
        return newest.values.sorted { $0.series < $1.series }
    }

    private func forEachNewestFirst(
        of node: NodeRecord, _ body: (StoredItem) throws(QueryError) -> Bool
    ) throws(QueryError) {
        let chains = try QueryError.wrapping { () throws(StoreError) in
            try reader.chains(node: node.id)
        }
        for chain in chains.reversed() {
            var below = UInt64(Int64.max)
            while true {
                let page = try items(.newest(chain: chain.id, below: below))
                guard let last = page.last else { break }
                for item in page { guard try body(item) else { return } }
                below = last.sequence
            }
        }
    }

    // MARK: A range

    /// Every reading that passes, node after node, each by rising time; those without a time come
    /// last, and only when no times are asked for.
    ///
    /// - Parameter body: gets each reading; false ends it.
    /// - Throws: `.store`.
    public func forEach(_ body: (StoredReading) -> Bool) throws(QueryError) {
        for node in nodes {
            guard try forEachTimed(of: node, body) else { return }
            guard filter.times == nil else { continue }
            guard try forEachUntimed(of: node, body) else { return }
        }
    }

    private func forEachTimed(
        of node: NodeRecord, _ body: (StoredReading) -> Bool
    ) throws(QueryError) -> Bool {
        let range = filter.times ?? Int64.min...Int64.max
        var cursor: TimeCursor?
        while true {
            let page = try items(.times(node: node.id, range, after: cursor))
            guard let last = page.last else { return true }
            guard try forEach(in: page, body) else { return false }
            cursor = last.timeCursor
        }
    }

    private func forEachUntimed(
        of node: NodeRecord, _ body: (StoredReading) -> Bool
    ) throws(QueryError) -> Bool {
        var position: Int64 = 0
        while true {
            let page = try items(.untimed(node: node.id, after: position))
            guard let last = page.last else { return true }
            guard try forEach(in: page, body) else { return false }
            position = last.position
        }
    }

    private func forEach(
        in page: [StoredItem], _ body: (StoredReading) -> Bool
    ) throws(QueryError) -> Bool {
        for item in page {
            for reading in try passing(item) { guard body(reading) else { return false } }
        }
        return true
    }

    // MARK: What arrives

    /// The end of the log, where `arrivals(after:)` may begin.
    ///
    /// - Returns: a place in the log.
    /// - Throws: `.store`.
    public func logPosition() throws(QueryError) -> Int64 {
        try QueryError.wrapping { () throws(StoreError) in try reader.logState().size }
    }

    /// What has arrived after a place in the log, at most a page of items.
    ///
    /// - Parameter position: the place; moved on past what was read.
    /// - Returns: the readings that pass, in the order of arrival; times are not asked for.
    /// - Throws: `.store`.
    public func arrivals(after position: inout Int64) throws(QueryError) -> [StoredReading] {
        let page = try items(.log(after: position))
        guard !page.isEmpty else { return [] }
        // A node may have enrolled since.
        nodes = try Self.nodes(of: filter, reader)
        decoder.want(nodes)
        var result: [StoredReading] = []
        for item in page {
            result += try passing(item)
            position = item.position
        }
        return result
    }

    // MARK: Helpers

    private func passing(
        _ item: StoredItem, where isWanted: (StoredReading) -> Bool = { _ in true }
    ) throws(QueryError) -> [StoredReading] {
        try QueryError.wrapping { () throws(StoreError) in
            try decoder.readings(of: item) { isWanted($0) && filter.passes($0) }
        }
    }

    private func items(_ selection: ItemSelection) throws(QueryError) -> [StoredItem] {
        try QueryError.wrapping { () throws(StoreError) in
            try reader.items(selection, limit: Self.pageSize)
        }
    }

    private func snapshot(_ body: () throws(QueryError) -> Void) throws(QueryError) {
        try reader.snapshot(body)
    }
}
