/// The last item of a node's chain.
public struct ChainHead: Hashable, Sendable {
    /// The item's number; 0 when there is none yet.
    public var sequence: UInt64
    /// The item's id; at sequence 0 the grant's.
    public var id: MessageID

    /// Names the last item.
    ///
    /// - Parameters:
    ///   - sequence: the item's number; 0 when there is none yet.
    ///   - id: the item's id; at sequence 0 the grant's.
    public init(sequence: UInt64, id: MessageID) {
        self.sequence = sequence
        self.id = id
    }

    /// Judges an item by its number and the id of the item before it.
    ///
    /// - Parameters:
    ///   - link: the item's chain header.
    ///   - id: the item's id.
    ///   - storedID: asked for the id kept at a number that is not above the head's; nil from it
    ///     means that nothing is kept there: the number lies in a recorded gap, and the item is a
    ///     fork.
    /// - Returns: what to do with the item.
    /// - Throws: what `storedID` throws.
    public func verdict<Failure: Error>(
        on link: ChainLink, id: MessageID,
        storedID: (_ sequence: UInt64) throws(Failure) -> MessageID?
    ) throws(Failure) -> ChainVerdict {
        if link.sequence <= sequence {
            return try storedID(link.sequence) == id ? .known : .fork
        }
        guard link.sequence == sequence + 1 else { return .gap }
        return link.previous == self.id ? .next : .chain
    }

    /// The head after an item was kept.
    ///
    /// - Parameters:
    ///   - link: the item's chain header.
    ///   - id: the item's id.
    /// - Returns: the new head.
    public static func after(_ link: ChainLink, id: MessageID) -> ChainHead {
        ChainHead(sequence: link.sequence, id: id)
    }
}
