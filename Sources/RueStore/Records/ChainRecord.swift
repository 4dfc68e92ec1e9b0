public import RueWire

/// A chain of items: what one enrolment began.
public struct ChainRecord: Equatable, Sendable {
    /// Its row.
    public let id: RowID
    /// Whose it is.
    public let node: RowID
    /// The thumbprint of the key that enrolled, which signs from sequence number 1.
    public let keyID: KeyID
    /// The grant as the server signed it: the evidence that the chain hangs on.
    public let grant: [UInt8]
    /// The grant's id, the `prev` of sequence number 1.
    public let grantID: MessageID
    /// The token that was spent, 8 bytes.
    public let tokenID: [UInt8]
    /// The grant's `utc_ms`; a key's chain with the latest counts.
    public let grantedMilliseconds: Int64
}

/// A chain to be begun.
public struct NewChain: Sendable {
    var node: RowID
    var keyID: KeyID
    var grant: [UInt8]
    var grantID: MessageID
    var tokenID: [UInt8]
    var grantedMilliseconds: Int64

    /// Puts a chain together; the meanings are those of ``ChainRecord``.
    public init(
        node: RowID, keyID: KeyID, grant: [UInt8], grantID: MessageID, tokenID: [UInt8],
        grantedMilliseconds: Int64
    ) {
        self.node = node
        self.keyID = keyID
        self.grant = grant
        self.grantID = grantID
        self.tokenID = tokenID
        self.grantedMilliseconds = grantedMilliseconds
    }
}

/// Sequence numbers that a node no longer has: lost, and said so by the node itself.
public struct GapRecord: Equatable, Sendable {
    /// The chain.
    public let chain: RowID
    /// The first and last number lost.
    public let sequences: ClosedRange<UInt64>
    /// The id of the last lost item, which the next one names as its `prev`.
    public let lastID: MessageID
    /// When the node said so, in milliseconds since 1970.
    public let recordedMilliseconds: Int64

    /// Puts a gap together.
    public init(
        chain: RowID, sequences: ClosedRange<UInt64>, lastID: MessageID, recordedMilliseconds: Int64
    ) {
        self.chain = chain
        self.sequences = sequences
        self.lastID = lastID
        self.recordedMilliseconds = recordedMilliseconds
    }
}

/// A kernel boot of a node.
public struct BootRecord: Equatable, Sendable {
    /// Its row.
    public let id: RowID
    /// The kernel's boot id.
    public let bootID: BootID
    /// The first item of the boot.
    public let firstSequence: UInt64
    /// Whether an item that was not re-packed has been of this boot: only those tell one device
    /// from two.
    public let counts: Bool
    /// UTC at uptime zero, in milliseconds since 1970; nil until the node's clock is known.
    public let offsetMilliseconds: Int64?
}
