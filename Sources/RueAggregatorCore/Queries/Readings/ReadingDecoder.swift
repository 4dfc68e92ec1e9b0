import RueCrypto
import RueStore
import RueWire

/// Turns stored items back into readings, checking each item's signature on the way.
final class ReadingDecoder {
    private let reader: any StoreReader
    private var nodes: [RowID: NodeRecord] = [:]
    private var keys: [KeyID: (key: PublicKey, node: RowID)] = [:]
    /// Items that could not be decoded.
    private(set) var damaged: [DamagedItem] = []

    init(reader: any StoreReader) {
        self.reader = reader
    }

    /// Whose items are wanted.
    func want(_ wanted: [NodeRecord]) {
        nodes = Dictionary(wanted.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The readings of one item that pass, in the order of its records: none for a rotation, for
    /// what is in quarantine, for another node than those wanted, and for what is damaged. The
    /// signature is checked only where a reading passes.
    func readings(
        of item: StoredItem, where passes: (StoredReading) -> Bool
    ) throws(StoreError) -> [StoredReading] {
        guard item.kind == .batch, !item.isQuarantined, let node = nodes[item.node] else {
            return []
        }
        var readings: [StoredReading] = []
        let envelope: Envelope
        do throws(WireError) {
            envelope = try Envelope.decode(item.bytes)
            readings = try unverified(item, envelope, node: node).filter(passes)
        } catch {
            damaged.append(
                DamagedItem(
                    node: node.name, sequence: item.sequence, position: item.position,
                    reason: error.description))
            return []
        }
        guard !readings.isEmpty, try isVerified(envelope, item: item) else { return readings }
        for index in readings.indices { readings[index].isVerified = true }
        return readings
    }

    private func unverified(
        _ item: StoredItem, _ envelope: Envelope, node: NodeRecord
    ) throws(WireError) -> [StoredReading] {
        guard let link = envelope.chain else { return [] }
        var readings: [StoredReading] = []
        let prefix = node.baseName.utf8.count
        let clock = ItemClock(item)
        _ = try Pack(decoding: envelope.payload, link: link, baseName: node.baseName) { record in
            var series: [UInt8] = []
            record.appendName(to: &series, droppingFirst: prefix)
            readings.append(
                StoredReading(
                    node: node.name, baseName: node.baseName,
                    series: String(decoding: series, as: UTF8.self), unit: record.unit,
                    value: record.value,
                    timeMilliseconds: clock.milliseconds(
                        record.time, madeAt: link.uptimeMilliseconds),
                    isUncertain: item.isUncertain, isVerified: false, sequence: item.sequence))
        }
        return readings
    }

    private func isVerified(
        _ envelope: Envelope, item: StoredItem
    ) throws(StoreError) -> Bool {
        guard let known = try key(envelope.keyID), known.node == item.node,
            envelope.chain?.sequence == item.sequence
        else { return false }
        return envelope.verify(with: known.key)
    }

    private func key(_ id: KeyID) throws(StoreError) -> (key: PublicKey, node: RowID)? {
        if let known = keys[id] { return known }
        guard let record = try reader.key(id) else { return nil }
        do throws(CryptoError) {
            let key = try PublicKey(bytes: record.publicKey)
            // A key under another's name in the table must not vouch for anything.
            guard key.keyID == id else { return nil }
            keys[id] = (key, record.node)
            return (key, record.node)
        } catch {
            return nil
        }
    }
}
