public import RueWire

/// A signed batch as the spool keeps it.
public struct SpooledBatch: Equatable, Sendable {
    /// Its number in the chain.
    public let sequence: UInt64

    /// Its id.
    public let id: MessageID

    /// The message, as it was signed.
    public let message: [UInt8]

    /// A signed batch.
    /// - Parameters:
    ///   - sequence: its number in the chain.
    ///   - id: its id.
    ///   - message: the encoded message.
    public init(sequence: UInt64, id: MessageID, message: [UInt8]) {
        self.sequence = sequence
        self.id = id
        self.message = message
    }
}
