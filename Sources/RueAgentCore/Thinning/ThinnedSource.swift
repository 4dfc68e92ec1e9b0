internal import RueCrypto
internal import RueWire

/// A batch whose content is to be thinned, read and checked.
struct ThinnedSource {
    /// The text of `node_repacked` in a batch that thinning made.
    static let reason = "thinned"

    let link: ChainLink
    let bytes: Int
    /// Whether it was made by thinning.
    let isThinned: Bool
    /// The records with their names within the node; times in milliseconds, of Unix time or, where
    /// the clock is not known, of the boot.
    let records: [KeptRecord]
    /// From the earliest to the latest record.
    let times: ClosedRange<Int64>

    /// Reads a batch; nil when it is not as it was signed, or cannot be read: what a failing card
    /// has changed must not be vouched for anew.
    init?(_ batch: SpooledBatch, baseName: String) {
        do throws(WireError) {
            let envelope = try Envelope.decode(batch.message)
            guard let link = envelope.chain, envelope.messageID == batch.id,
                link.sequence == batch.sequence
            else { return nil }
            let pack = try Pack(decoding: envelope.payload, link: link, baseName: baseName)
            self.init(pack, link: link, bytes: batch.message.count, baseName: baseName)
        } catch {
            return nil
        }
    }

    private init(_ pack: Pack, link: ChainLink, bytes: Int, baseName: String) {
        let origin = link.utcMilliseconds == nil ? Int64(clamping: link.uptimeMilliseconds) : 0
        var records = pack.records.map { record in
            KeptRecord(
                name: String(
                    decoding: record.name.utf8.dropFirst(baseName.utf8.count), as: UTF8.self),
                unit: record.unit, value: record.value,
                time: origin + record.time.milliseconds)
        }
        isThinned =
            pack.isRepacked && records.first.map { $0.value == .text(Self.reason) } ?? false
        if pack.isRepacked { records.removeFirst() }
        self.link = link
        self.bytes = bytes
        self.records = records
        times = origin + pack.timeRange.lowerBound...origin + pack.timeRange.upperBound
    }
}

extension SenMLTime {
    /// The milliseconds, whatever they count from.
    fileprivate var milliseconds: Int64 {
        switch self {
        case .absolute(let milliseconds), .relative(let milliseconds): milliseconds
        }
    }
}
