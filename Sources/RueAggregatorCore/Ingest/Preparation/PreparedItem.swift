import RueCrypto
import RueWire

/// An item whose envelope and signature are good, with all that can be said of it without the
/// store.
struct PreparedItem: Sendable {
    /// What the item holds.
    enum Content: Sendable {
        /// A pack that keeps the rules: the times of its first and last record, as
        /// ``Pack/timeRange`` has them.
        case pack(times: ClosedRange<Int64>, isRepacked: Bool)
        /// A change to a new key, with a good proof.
        case rotation(to: PublicKey)
        /// What breaks a rule, in words.
        case unacceptable(String)
    }

    let bytes: [UInt8]
    let keyID: KeyID
    let link: ChainLink
    let id: MessageID
    let isRotation: Bool
    let content: Content

    /// Whether the rules on boots pass over it.
    var isRepacked: Bool {
        if case .pack(_, true) = content { return true }
        return false
    }
}
