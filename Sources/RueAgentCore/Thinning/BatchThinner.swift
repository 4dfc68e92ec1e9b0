public import RueCrypto
internal import RueWire

/// Signs what is left of batches that were thinned.
public final class BatchThinner {
    let baseName: String
    private let key: SigningKey

    /// A thinner.
    /// - Parameters:
    ///   - key: the node's key.
    ///   - baseName: the node's base name.
    public init(key: SigningKey, baseName: String) {
        self.key = key
        self.baseName = baseName
    }

    /// Signs records as one batch in place of older ones.
    ///
    /// - Parameters:
    ///   - records: what is left, in the order of time, at least one.
    ///   - old: the chain header of the last of the batches that they are from.
    ///   - head: what the new batch is to follow.
    /// - Returns: the batch.
    /// - Throws: `CryptoError` from OpenSSL.
    func sign(
        _ records: [KeptRecord], in old: ChainLink, after head: ChainHead
    ) throws(CryptoError) -> SpooledBatch {
        let first = records.first?.time ?? 0
        let isKnown = old.utcMilliseconds != nil
        let origin = isKnown ? first : Int64(clamping: old.uptimeMilliseconds)
        var pack = PackEncoder(baseName: baseName, baseTimeMilliseconds: isKnown ? first : nil)
        pack.append(
            name: "node_repacked", unit: nil, value: .text(ThinnedSource.reason),
            timeOffsetMilliseconds: first - origin)
        for record in records {
            pack.append(
                name: record.name, unit: record.unit, value: record.value,
                timeOffsetMilliseconds: record.time - origin)
        }
        let link = ChainLink(
            sequence: head.sequence + 1, previous: head.id, boot: old.boot,
            uptimeMilliseconds: old.uptimeMilliseconds, utcMilliseconds: old.utcMilliseconds)
        return try SpooledBatch.sign(pack, link: link, key: key)
    }
}
