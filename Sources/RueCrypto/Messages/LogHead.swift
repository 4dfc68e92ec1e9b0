public import RueWire

/// The running head of a server's log of accepted items. Head 0 is the server's id.
public enum LogHead {
    /// The head after one more item: SHA-256(head ‖ id).
    /// - Parameters:
    ///   - head: the head before.
    ///   - id: the accepted item's id.
    /// - Returns: the head after it.
    public static func next(after head: Bytes32, accepting id: MessageID) -> Bytes32 {
        SHA256.hash(head.bytes + id.bytes)
    }
}
