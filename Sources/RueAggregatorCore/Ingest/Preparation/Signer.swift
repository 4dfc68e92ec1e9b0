import RueCrypto
import RueStore
import RueWire

/// A key that is known, with what an item by it is judged by.
final class Signer: Sendable {
    let key: PublicKey
    let row: RowID
    let node: RowID
    let chain: RowID
    let baseName: String
    /// Nothing by it is accepted any more.
    let isRevoked: Bool
    /// The last sequence number that it may sign: its rotation's.
    let untilSequence: UInt64?

    init(
        key: PublicKey, row: RowID, node: RowID, chain: RowID, baseName: String, isRevoked: Bool,
        untilSequence: UInt64?
    ) {
        self.key = key
        self.row = row
        self.node = node
        self.chain = chain
        self.baseName = baseName
        self.isRevoked = isRevoked
        self.untilSequence = untilSequence
    }

    /// Whether it may sign an item of that number.
    func maySign(_ sequence: UInt64) -> Bool {
        guard !isRevoked else { return false }
        guard let untilSequence else { return true }
        return sequence <= untilSequence
    }

    /// The signer that a rotation makes of a new key, before the store has heard of it.
    func successor(_ key: PublicKey) -> Signer {
        Signer(
            key: key, row: 0, node: node, chain: chain, baseName: baseName, isRevoked: isRevoked,
            untilSequence: nil)
    }

    /// Every key in the store. One that cannot be a key, which nothing here would have written, is
    /// left out: nobody can sign with it.
    static func all(in store: any StoreReader) throws(StoreError) -> [KeyID: Signer] {
        var nodes: [RowID: NodeRecord] = [:]
        for node in try store.nodes() { nodes[node.id] = node }
        var signers: [KeyID: Signer] = [:]
        for record in try store.keys() {
            guard let node = nodes[record.node], let key = publicKey(record.publicKey) else {
                continue
            }
            signers[record.keyID] = Signer(
                key: key, row: record.id, node: node.id, chain: record.chain,
                baseName: node.baseName,
                isRevoked: record.revokedMilliseconds != nil || node.status == .revoked,
                untilSequence: record.untilSequence)
        }
        return signers
    }

    /// A public key that may be trusted, or nil.
    static func publicKey(_ bytes: [UInt8]) -> PublicKey? {
        do throws(CryptoError) {
            return try PublicKey(bytes: bytes)
        } catch {
            return nil
        }
    }
}
