import RueCrypto
import RueStore
import RueWire

/// What the next item of a chain is judged by. A class, so that the writer changes it in place.
final class ChainState {
    /// A boot of the chain.
    struct Boot {
        let row: RowID
        var offset: Int64?
        var counts: Bool
    }

    let id: RowID
    var head: ChainHead
    /// The latest boot and uptime that count.
    var latest: BootState?
    /// The widest span of an item that the store was told of since it was opened.
    var span: Int64 = 0
    // Boots met since the chain was loaded; a node boots seldom.
    private var boots: [BootID: Boot] = [:]

    init(id: RowID, head: ChainHead, latest: BootState?) {
        self.id = id
        self.head = head
        self.latest = latest
    }

    /// A boot that the store has, or nil.
    func boot(_ bootID: BootID, in store: any StoreReader) throws(StoreError) -> Boot? {
        if let known = boots[bootID] { return known }
        guard let record = try store.boot(chain: id, id: bootID) else { return nil }
        let boot = Boot(
            row: record.id, offset: record.offsetMilliseconds, counts: record.counts)
        boots[bootID] = boot
        return boot
    }

    func remember(_ bootID: BootID, _ boot: Boot) { boots[bootID] = boot }
}

extension ChainState {
    /// Reads a chain's state from its evidence.
    static func load(_ id: RowID, from store: any StoreReader) throws(StoreError) -> ChainState {
        guard let chain = try store.chain(id), let node = try store.node(chain.node) else {
            throw StoreError(
                .corrupt, message: "a key of the store belongs to no chain", sql: "chain \(id)")
        }
        return ChainState(
            id: id, head: try head(of: chain, in: store),
            latest: try latest(of: chain, baseName: node.baseName, in: store))
    }

    // The head is the last item, or the end of a gap after it, or the grant.
    private static func head(
        of chain: ChainRecord, in store: any StoreReader
    ) throws(StoreError) -> ChainHead {
        let last = try store.lastItem(chain: chain.id)
        if let gap = try store.gaps(chain: chain.id).last,
            gap.sequences.upperBound > last?.sequence ?? 0
        {
            return ChainHead(sequence: gap.sequences.upperBound, id: gap.lastID)
        }
        guard let last else { return ChainHead(sequence: 0, id: chain.grantID) }
        return ChainHead(sequence: last.sequence, id: try envelope(last).messageID)
    }

    // Seldom further back than the last item: only after a re-packing. The search ends after so
    // many items; a boot that came back behind them is not noticed then.
    private static let farthest = 4_096
    private static let page = 64

    private static func latest(
        of chain: ChainRecord, baseName: String, in store: any StoreReader
    ) throws(StoreError) -> BootState? {
        var below = UInt64(Int64.max)
        for size in [1] + Array(repeating: page, count: farthest / page) {
            let items = try store.items(.newest(chain: chain.id, below: below), limit: size)
            for item in items where !item.isQuarantined {
                let envelope = try envelope(item)
                if let link = envelope.chain, !isRepacked(envelope, link, baseName) {
                    return BootState(link)
                }
            }
            guard let last = items.last else { return nil }
            below = last.sequence
        }
        return nil
    }

    private static func isRepacked(
        _ envelope: Envelope, _ link: ChainLink, _ baseName: String
    ) -> Bool {
        guard envelope.kind == .batch else { return false }
        do throws(WireError) {
            return try Pack(decoding: envelope.payload, link: link, baseName: baseName).isRepacked
        } catch {
            return false
        }
    }

    /// Reads an item that was good when it was kept.
    static func envelope(_ item: StoredItem) throws(StoreError) -> Envelope {
        do throws(WireError) {
            return try Envelope.decode(item.bytes)
        } catch {
            throw StoreError(
                .corrupt, message: "item \(item.position) of the log is damaged: \(error)",
                sql: "item")
        }
    }
}
