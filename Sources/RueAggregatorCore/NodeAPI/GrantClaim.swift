import RueCrypto
import RueWire

/// What a grant of this server's and the rotations after it prove: how a server that has forgotten
/// learns its nodes.
struct GrantClaim: Sendable {
    /// A key and the number of the rotation that ended its right to sign, nil for the last.
    struct Key: Sendable {
        let key: PublicKey
        var untilSequence: UInt64?
    }

    let grant: [UInt8]
    let grantID: MessageID
    let payload: GrantPayload
    /// In the order of their rotations; never empty.
    let keys: [Key]

    /// Checks them; nil when anything does not hold.
    init?(_ grant: [UInt8], _ rotations: [[UInt8]], authority: NodeAuthority) {
        do throws(WireError) {
            let envelope = try Envelope.decode(grant)
            guard envelope.kind == .grant, envelope.keyID == authority.serverID,
                let id = envelope.messageID(verifiedWith: authority.signingKey.publicKey)
            else { return nil }
            payload = try GrantPayload(decoding: envelope.payload)
            grantID = id
            self.grant = grant
            guard let first = Signer.publicKey(payload.publicKey) else { return nil }
            var keys = [Key(key: first)]
            for bytes in rotations {
                guard try Self.follow(bytes, &keys) else { return nil }
            }
            self.keys = keys
        } catch {
            return nil
        }
    }

    // Each rotation is signed by the key before, with a good proof, and later in the chain.
    private static func follow(_ bytes: [UInt8], _ keys: inout [Key]) throws(WireError) -> Bool {
        let envelope = try Envelope.decode(bytes)
        let last = keys.count - 1
        guard envelope.kind == .rotate, let link = envelope.chain,
            envelope.keyID == keys[last].key.keyID, envelope.verify(with: keys[last].key),
            case .success(let key) = Rotation.check(envelope, link),
            last == 0 || link.sequence > keys[last - 1].untilSequence ?? 0,
            !keys.contains(where: { $0.key.keyID == key.keyID })
        else { return false }
        keys[last].untilSequence = link.sequence
        keys.append(Key(key: key))
        return true
    }
}
