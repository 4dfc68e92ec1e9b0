public import RueCrypto
public import RueStore
import RueWire

/// Writes the evidence of a span of time so that it can be checked without this server: grants,
/// rotations, batches as they were signed, what is known to be lost, and a seal.
///
/// Belongs to one thread, as its connection does.
public final class ArchiveWriter {
    private let reader: any StoreReader
    private let nodes: [NodeRecord]
    private let times: ClosedRange<Int64>?
    private let serverKey: SigningKey
    private let hasher = SHA256Hasher()
    private var emit: ([UInt8]) -> Bool = { _ in true }
    private var isStopped = false
    private var summary = ArchiveSummary()
    private static let pageSize: Int64 = 256

    /// Looks up what is asked for.
    ///
    /// - Parameters:
    ///   - reader: a connection of this thread's own.
    ///   - names: the nodes; empty for all but those that wait for confirmation.
    ///   - times: of readings, in milliseconds since 1970; nil for all that there is, also what has
    ///     no time yet.
    ///   - serverKey: signs the seal.
    /// - Throws: for a node that there is not, and what the store reports.
    public init(
        reader: any StoreReader, nodes names: [String], times: ClosedRange<Int64>?,
        serverKey: SigningKey
    ) throws(QueryError) {
        self.reader = reader
        self.times = times
        self.serverKey = serverKey
        var filter = ReadingFilter(nodes: names)
        filter.takesAllNodes = true
        nodes = try ReadingQuery.nodes(of: filter, reader)
    }

    /// Writes the archive, all of it of one moment. Blocks for about 10 µs an item.
    ///
    /// - Parameters:
    ///   - now: the time, in milliseconds since 1970.
    ///   - progress: told now and then how many items are written.
    ///   - emit: gets the bytes, some at a time; false ends it.
    /// - Returns: what is in it; nil when `emit` ended it.
    /// - Throws: ``ArchiveError``; what was emitted is then no archive.
    public func write(
        now: Int64, progress: (Int64) -> Void, to emit: @escaping ([UInt8]) -> Bool
    ) throws(ArchiveError) -> ArchiveSummary? {
        self.emit = emit
        summary = ArchiveSummary()
        try reader.snapshot { () throws(ArchiveError) in
            append(.start(serverKey: serverKey.publicKey.bytes))
            let forks = try self.forks()
            for node in nodes {
                try append(node, forks: forks[node.id] ?? 0, progress: progress)
            }
            if summary.items == 0 { throw .empty }
            try seal(now: now)
        }
        self.emit = { _ in true }
        return isStopped ? nil : summary
    }

    /// Writes and hashes a record.
    private func append(_ record: ArchiveRecord) {
        guard !isStopped else { return }
        let bytes = record.encoded
        hasher.update(bytes)
        isStopped = !emit(bytes)
    }

    private func forks() throws(ArchiveError) -> [RowID: UInt64] {
        var forks: [RowID: UInt64] = [:]
        let events = try stored { () throws(StoreError) in try reader.events() }
        for event in events where event.kind == .fork {
            if let node = event.node { forks[node] = UInt64(clamping: event.count) }
        }
        return forks
    }

    // MARK: A node

    private func append(
        _ node: NodeRecord, forks: UInt64, progress: (Int64) -> Void
    ) throws(ArchiveError) {
        let parts = try stored { () throws(StoreError) in
            try ChainPart.parts(of: node.id, in: times, reader)
        }
        guard !parts.isEmpty else { return }
        append(.node(name: node.name, forks: forks))
        summary.nodes += 1
        for part in parts where !isStopped { try append(part, of: node, progress: progress) }
    }

    private func append(
        _ part: ChainPart, of node: NodeRecord, progress: (Int64) -> Void
    ) throws(ArchiveError) {
        var gaps = try stored { () throws(StoreError) in try reader.gaps(chain: part.chain.id) }
        gaps.removeAll { $0.sequences.upperBound < part.sequences.lowerBound }
        var last: StoredItem?
        var count: UInt64 = 0
        try forEachItem(of: part) { item throws(ArchiveError) in
            if last == nil { try begin(part, at: item, of: node) }
            try pass(&gaps, before: item, of: node)
            append(
                .item(
                    bytes: item.bytes,
                    receivedMilliseconds: UInt64(clamping: item.receivedMilliseconds),
                    quarantine: item.quarantineReason))
            (last, count) = (item, count + 1)
            summary.items += 1
            if summary.items % Self.pageSize == 0 { progress(summary.items) }
        }
        guard let last, !isStopped else { return }
        let id = try envelope(last, of: node).messageID
        append(.chainEnd(last: ChainHead(sequence: last.sequence, id: id), items: count))
        summary.chains += 1
    }

    private func forEachItem(
        of part: ChainPart, _ body: (StoredItem) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var next = part.sequences.lowerBound
        while next <= part.sequences.upperBound, !isStopped {
            let page = try stored { () throws(StoreError) in
                try reader.items(.chain(part.chain.id, from: next), limit: Int(Self.pageSize))
            }
            guard let last = page.last else { return }
            for item in page where item.sequence <= part.sequences.upperBound { try body(item) }
            next = last.sequence + 1
        }
    }

    private func begin(
        _ part: ChainPart, at item: StoredItem, of node: NodeRecord
    ) throws(ArchiveError) {
        let first = try envelope(item, of: node)
        let beginning = try stored { () throws(StoreError) in try part.beginning(at: first, reader)
        }
        append(
            .chain(
                grant: part.chain.grant, rotations: beginning.rotations, after: beginning.after,
                key: beginning.key))
    }

    /// Tells what is lost before an item.
    private func pass(
        _ gaps: inout [GapRecord], before item: StoredItem, of node: NodeRecord
    ) throws(ArchiveError) {
        while let gap = gaps.first, gap.sequences.upperBound < item.sequence {
            gaps.removeFirst()
            // A rotation may be among what is lost.
            let keyID = try envelope(item, of: node).keyID
            let key = try stored { () throws(StoreError) in try reader.key(keyID) }
            append(
                .gap(
                    last: ChainHead(sequence: gap.sequences.upperBound, id: gap.lastID),
                    key: key?.publicKey))
        }
    }

    // MARK: The end

    private func seal(now: Int64) throws(ArchiveError) {
        guard !isStopped else { return }
        let log = try stored { () throws(StoreError) in try reader.logState() }
        let payload = ArchivePayload(
            utcMilliseconds: UInt64(clamping: now),
            from: times.flatMap { UInt64(exactly: $0.lowerBound) },
            to: times.flatMap { $0.upperBound == .max ? nil : UInt64(clamping: $0.upperBound) },
            logID: log.id, logSize: UInt64(clamping: log.size), logHead: log.head,
            chains: summary.chains, items: UInt64(summary.items), digest: hasher.finish())
        do throws(CryptoError) {
            let message = try Envelope.sign(
                kind: .archive, chain: nil, payload: payload.encode(), key: serverKey)
            isStopped = !emit(ArchiveRecord.seal(message: message.encode()).encoded)
        } catch {
            throw .cryptography(error)
        }
    }

    // MARK: Helpers

    private func envelope(
        _ item: StoredItem, of node: NodeRecord
    ) throws(ArchiveError) -> Envelope {
        do throws(WireError) {
            return try Envelope.decode(item.bytes)
        } catch {
            throw .damaged(
                node: node.name, sequence: item.sequence, reason: error.description)
        }
    }

    private func stored<T>(_ body: () throws(StoreError) -> T) throws(ArchiveError) -> T {
        do throws(StoreError) {
            return try body()
        } catch {
            throw ArchiveError(store: error)
        }
    }
}
