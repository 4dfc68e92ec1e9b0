/// CBOR sequences (RFC 8742) of messages: one after the other, nothing between.
public enum MessageSequence {
    // Tag, array, and one level for whatever does not belong there.
    private static let depth = 4

    /// Finds the items of a body. An item that is not well-formed does not spoil those before it:
    /// it and all that follows it become the last item, for ``Envelope`` to refuse.
    ///
    /// - Parameters:
    ///   - body: the sequence.
    ///   - maximumItems: how many items there may be.
    /// - Returns: where each item is, at least one.
    /// - Throws: ``WireError/emptySequence``, ``WireError/tooManyItems(limit:)``.
    public static func split(
        _ body: [UInt8], maximumItems: Int
    ) throws(WireError) -> [Range<Int>] {
        guard !body.isEmpty else { throw .emptySequence }
        var items: [Range<Int>] = []
        var reader = CBORReader(body)
        while !reader.isAtEnd {
            guard items.count < maximumItems else { throw .tooManyItems(limit: maximumItems) }
            let item = nextItem(&reader)
            items.append(item)
            if item.upperBound == body.count { break }
        }
        return items
    }

    private static func nextItem(_ reader: inout CBORReader) -> Range<Int> {
        let start = reader.offset
        do throws(WireError) {
            return try reader.skipItem(maximumDepth: depth)
        } catch {
            return start..<reader.end
        }
    }

    /// Joins messages to a sequence.
    ///
    /// - Parameter items: the encoded messages, in order.
    /// - Returns: the sequence.
    public static func join(_ items: [[UInt8]]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(items.reduce(0) { $0 + $1.count })
        for item in items { body.append(contentsOf: item) }
        return body
    }
}
