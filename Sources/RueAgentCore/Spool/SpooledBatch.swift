internal import RueCrypto
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

    /// The number that the message itself tells; nil where it cannot be read.
    var signedSequence: UInt64? {
        do throws(WireError) {
            return try Envelope.decode(message).chain?.sequence
        } catch {
            return nil
        }
    }

    /// Whether the message still has the id and the number under which it was stored.
    var isAsSigned: Bool {
        do throws(WireError) {
            let envelope = try Envelope.decode(message)
            return envelope.messageID == id && envelope.chain?.sequence == sequence
        } catch {
            return false
        }
    }
}
