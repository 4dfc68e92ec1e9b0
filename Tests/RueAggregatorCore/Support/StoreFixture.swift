import RueCrypto
import RueSQLite
import RueStore
import RueTestSupport
import RueWire

/// A store in a scratch folder, filled by hand: every message in it is really signed, and nothing
/// judges it on its way in.
final class StoreFixture {
    let folder: ScratchFolder
    let store: SQLiteStore
    let writer: any StoreWriter
    let serverKey: SigningKey
    var path: String { folder.file("store.sqlite") }

    /// 2026-01-01T00:00:00Z
    static let start: Int64 = 1_767_225_600_000

    init() throws {
        folder = try ScratchFolder()
        serverKey = try SigningKey(seed: Array(repeating: 7, count: 32))
        store = try SQLiteStore(
            path: folder.file("store.sqlite"), serverID: serverKey.publicKey.keyID, now: Self.start)
        writer = try store.makeWriter()
    }

    /// Enrols a node whose key follows from a number.
    func enrol(_ name: String, seed: UInt8) throws -> NodeFixture {
        let key = try SigningKey(seed: Array(repeating: seed, count: 32))
        let baseName = BaseName.simulated(key.publicKey.keyID)
        let token = [UInt8](repeating: seed, count: 8)
        let grant = try Envelope.sign(
            kind: .grant, chain: nil,
            payload: GrantPayload(
                publicKey: key.publicKey.bytes, baseName: baseName,
                serverID: serverKey.publicKey.keyID, livePin: .zero, recoveryPin: .zero,
                serverKey: serverKey.publicKey.bytes, tokenID: token,
                utcMilliseconds: UInt64(Self.start)
            ).encode(), key: serverKey)
        return try writer.transaction { () throws(StoreError) in
            let node = try writer.addNode(
                name: name, baseName: baseName, status: .active, now: Self.start)
            let chain = try writer.addChain(
                NewChain(
                    node: node, keyID: key.publicKey.keyID, grant: grant.encode(),
                    grantID: grant.messageID, tokenID: token, grantedMilliseconds: Self.start))
            _ = try writer.addKey(
                NewKey(
                    keyID: key.publicKey.keyID, publicKey: key.publicKey.bytes, node: node,
                    chain: chain, now: Self.start))
            let boot = try writer.addBoot(
                chain: chain, id: BootID(Array(repeating: seed, count: 16)) ?? .zero,
                firstSequence: 1)
            return NodeFixture(
                name: name, baseName: baseName, key: key, row: node, chain: chain, boot: boot,
                previous: grant.messageID)
        }
    }

    /// Signs a batch as the node's next and appends it to the log.
    func append(
        _ records: [(name: String, unit: String?, value: SenMLValue, offset: Int64)],
        at time: Int64?, to node: NodeFixture, quarantined: String? = nil
    ) throws {
        var pack = PackEncoder(baseName: node.baseName, baseTimeMilliseconds: time)
        for record in records {
            pack.append(
                name: record.name, unit: record.unit, value: record.value,
                timeOffsetMilliseconds: record.offset)
        }
        let last = time.map { $0 + (records.map(\.offset).max() ?? 0) }
        try append(
            kind: .batch, payload: pack.encode(), utc: last,
            times: time.map {
                ItemTimes(first: $0 + (records.map(\.offset).min() ?? 0), last: last ?? $0)
            }, to: node, quarantined: quarantined)
    }

    func append(
        kind: MessageKind, payload: [UInt8], utc: Int64?, times: ItemTimes?, to node: NodeFixture,
        quarantined: String? = nil, signedBy signer: SigningKey? = nil
    ) throws {
        let link = ChainLink(
            sequence: node.nextSequence, previous: node.previous,
            boot: BootID(Array(repeating: node.key.seed[0], count: 16)) ?? .zero,
            uptimeMilliseconds: node.uptime, utcMilliseconds: utc.map { UInt64($0) })
        let envelope = try Envelope.sign(
            kind: kind, chain: link, payload: payload, key: signer ?? node.key)
        try appendWithoutLink(
            envelope.encode(), id: envelope.messageID, kind: kind == .batch ? .batch : .rotation,
            times: times, received: (utc ?? Self.start) + 500, to: node, quarantined: quarantined)
    }

    func appendWithoutLink(
        _ bytes: [UInt8], id: MessageID, kind: ItemKind, times: ItemTimes?, received: Int64,
        to node: NodeFixture, quarantined: String? = nil
    ) throws {
        try writer.transaction { () throws(StoreError) in
            let log = try writer.logState()
            try writer.append(
                NewItem(
                    position: log.size + 1, node: node.row, chain: node.chain,
                    sequence: node.nextSequence, kind: kind, quarantineReason: quarantined,
                    bytes: bytes, receivedMilliseconds: received, boot: node.boot, times: times,
                    uptimes: times == nil ? ItemTimes(first: 0, last: Int64(node.uptime)) : nil,
                    isUncertain: false, logHead: LogHead.next(after: log.head, accepting: id)))
            if let times {
                try writer.widenSpan(node: node.row, toMilliseconds: times.last - times.first)
            }
        }
        node.nextSequence += 1
        node.previous = id
        node.uptime += 60_000
    }

    /// Changes the file behind the store's back.
    func tamper(_ sql: String) throws {
        try Database(path: path, mode: .readWrite).execute(sql)
    }

    /// One reading as a batch of its own.
    func append(
        _ name: String, milli: Int64, unit: String = "Cel", at time: Int64?, to node: NodeFixture
    ) throws {
        let value = SenMLValue.decimal(DecimalFraction(milli: milli).normalised)
        try append([(name, unit, value, 0)], at: time, to: node)
    }
}

/// A node of a `StoreFixture`, and where its chain stands.
final class NodeFixture {
    let name: String
    let baseName: String
    let key: SigningKey
    let row: RowID
    let chain: RowID
    let boot: RowID
    var nextSequence: UInt64 = 1
    var previous: MessageID
    var uptime: UInt64 = 60_000

    init(
        name: String, baseName: String, key: SigningKey, row: RowID, chain: RowID, boot: RowID,
        previous: MessageID
    ) {
        self.name = name
        self.baseName = baseName
        self.key = key
        self.row = row
        self.chain = chain
        self.boot = boot
        self.previous = previous
    }
}
