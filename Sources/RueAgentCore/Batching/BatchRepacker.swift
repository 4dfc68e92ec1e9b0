public import RueCrypto
public import RueWire

/// Signs old batches anew at another place of the chain (PROTOCOL, Exactly once): order, boot,
/// uptime and time stay, and a record says why.
public final class BatchRepacker: Repacking {
    private static let recordName = "node_repacked"

    private let key: SigningKey
    /// Signs up to the change of keys among the batches, if there is one.
    private var signer: SigningKey
    private let baseName: String
    private let reason: String

    /// A repacker.
    /// - Parameters:
    ///   - key: the node's key.
    ///   - oldKey: the key before, when the change to `key` is among the batches.
    ///   - baseName: the node's base name.
    ///   - reason: why, in the words of the record: `fork`, `chain`, `grant`, `refused`,
    ///     `damaged`, `lost`.
    public init(
        key: SigningKey, oldKey: SigningKey? = nil, baseName: String, reason: String
    ) {
        self.key = key
        signer = oldKey ?? key
        self.baseName = baseName
        self.reason = reason
    }

    /// Signs a batch's content anew.
    /// - Parameters:
    ///   - batch: the batch as it is.
    ///   - head: what the new one is to follow.
    /// - Returns: the new batch; nil when the old one is not as it was signed, or cannot be read or
    ///   signed.
    public func repack(_ batch: SpooledBatch, after head: ChainHead) -> SpooledBatch? {
        do throws(WireError) {
            let old = try Envelope.decode(batch.message)
            // What a failing card has changed must not be vouched for anew.
            guard let oldLink = old.chain, old.messageID == batch.id,
                oldLink.sequence == batch.sequence
            else { return nil }
            if old.kind == .rotate { return repackRotation(oldLink, after: head) }
            let pack = try Pack(decoding: old.payload, link: oldLink, baseName: baseName)
            let link = ChainLink(
                sequence: head.sequence + 1, previous: head.id, boot: oldLink.boot,
                uptimeMilliseconds: oldLink.uptimeMilliseconds,
                utcMilliseconds: oldLink.utcMilliseconds)
            return sign(encode(pack, link: link), link: link)
        } catch {
            return nil
        }
    }

    /// The change of keys, at its new place; what comes after is the new key's.
    private func repackRotation(_ link: ChainLink, after head: ChainHead) -> SpooledBatch? {
        // Without the old key it cannot be signed; then it is of an earlier enrolment.
        guard signer.publicKey.keyID != key.publicKey.keyID else { return nil }
        do throws(CryptoError) {
            let rotation = try SpooledBatch.rotation(
                from: signer, to: key, after: head, boot: link.boot,
                uptimeMilliseconds: link.uptimeMilliseconds, utcMilliseconds: link.utcMilliseconds)
            signer = key
            return rotation
        } catch {
            return nil
        }
    }

    private func sign(_ pack: PackEncoder, link: ChainLink) -> SpooledBatch? {
        do throws(CryptoError) {
            return try SpooledBatch.sign(pack, link: link, key: signer)
        } catch {
            return nil
        }
    }

    private func encode(_ pack: Pack, link: ChainLink) -> PackEncoder {
        let base = link.utcMilliseconds == nil ? nil : pack.timeRange.lowerBound
        let origin = base ?? 0
        var encoder = PackEncoder(baseName: baseName, baseTimeMilliseconds: base)
        encoder.append(
            name: Self.recordName, unit: nil, value: .text(reason),
            timeOffsetMilliseconds: pack.timeRange.lowerBound - origin)
        for (index, record) in pack.records.enumerated() {
            // A batch that was moved before says so once, with the latest reason.
            if index == 0, pack.isRepacked { continue }
            let time =
                switch record.time {
                case .absolute(let milliseconds), .relative(let milliseconds): milliseconds
                }
            encoder.append(
                name: String(
                    decoding: record.name.utf8.dropFirst(baseName.utf8.count), as: UTF8.self),
                unit: record.unit, value: record.value, timeOffsetMilliseconds: time - origin)
        }
        return encoder
    }
}
