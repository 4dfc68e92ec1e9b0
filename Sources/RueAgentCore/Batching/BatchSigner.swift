public import RueCrypto
public import RueWire

/// Makes batches: packs records, names their place in the chain, signs.
public struct BatchSigner {
    private let key: SigningKey
    private let baseName: String
    private let boot: BootID

    /// A signer.
    /// - Parameters:
    ///   - key: the node's key.
    ///   - baseName: the node's base name, from its grant.
    ///   - boot: the kernel's id of this boot.
    public init(key: SigningKey, baseName: String, boot: BootID) {
        self.key = key
        self.baseName = baseName
        self.boot = boot
    }

    /// Signs records as one batch.
    ///
    /// - Parameters:
    ///   - records: 1 to 1,024 records, none later than `time`.
    ///   - time: now. Without UTC, or with one that would put a record before 2025, the records'
    ///     times are relative to the uptime.
    ///   - head: what the batch is to follow.
    /// - Returns: the batch.
    /// - Throws: `CryptoError` from OpenSSL.
    public func sign(
        _ records: ArraySlice<SampledRecord>, at time: NodeTime, after head: ChainHead
    ) throws(CryptoError) -> SpooledBatch {
        let now = time.uptimeMilliseconds
        let oldest = records.reduce(now) { min($0, $1.uptimeMilliseconds) }
        let utc = time.utcMilliseconds.flatMap { utc in
            utc >= Timekeeper.earliestMilliseconds + (now - oldest) ? utc : nil
        }
        // From the oldest record on, so that offsets on a grid of seconds are whole seconds.
        let base = utc.map { $0 - (now - oldest) }
        let origin = base == nil ? now : oldest
        var pack = PackEncoder(baseName: baseName, baseTimeMilliseconds: base.map { Int64($0) })
        for record in records {
            pack.append(
                name: record.name, unit: record.unit, value: record.value,
                timeOffsetMilliseconds: Int64(record.uptimeMilliseconds) - Int64(origin))
        }
        let link = ChainLink(
            sequence: head.sequence + 1, previous: head.id, boot: boot, uptimeMilliseconds: now,
            utcMilliseconds: utc)
        return try SpooledBatch.sign(pack, link: link, key: key)
    }
}

extension SpooledBatch {
    static func sign(
        _ pack: PackEncoder, link: ChainLink, key: SigningKey
    ) throws(CryptoError) -> SpooledBatch {
        let envelope = try Envelope.sign(
            kind: .batch, chain: link, payload: pack.encode(), key: key)
        return SpooledBatch(
            sequence: link.sequence, id: envelope.messageID, message: envelope.encode())
    }
}
