import RueStore
import RueWire

/// What a receipt says. The same item gives the same facts whenever it is asked for, and so the
/// same bytes.
struct ReceiptFacts: Equatable, Sendable {
    let keyID: KeyID
    let sequence: UInt64
    let id: MessageID
    let isQuarantined: Bool
    let utcMilliseconds: Int64
    let log: LogState

    var payload: ReceiptPayload {
        ReceiptPayload(
            keyID: keyID, sequence: sequence, id: id,
            status: isQuarantined ? .quarantined : .accepted,
            utcMilliseconds: UInt64(clamping: utcMilliseconds), logID: log.id,
            logSize: UInt64(clamping: log.size), logHead: log.head)
    }
}

extension ReceiptFacts {
    /// The facts of an item that was kept earlier.
    init(_ stored: StoredItem, keyID: KeyID, id: MessageID) {
        self.init(
            keyID: keyID, sequence: stored.sequence, id: id, isQuarantined: stored.isQuarantined,
            utcMilliseconds: stored.receivedMilliseconds,
            log: LogState(size: stored.position, head: stored.logHead, id: stored.logID))
    }
}
