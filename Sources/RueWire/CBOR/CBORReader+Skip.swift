extension CBORReader {
    /// Reads one whole item of any shape, without recursion.
    ///
    /// - Parameter maximumDepth: how deeply arrays, maps and tags may nest, 0 or more.
    /// - Returns: where the item is in ``bytes``.
    /// - Throws: ``WireError``, when the item is not well-formed, against the rules or too deep.
    @discardableResult
    public mutating func skipItem(maximumDepth: Int) throws(WireError) -> Range<Int> {
        let start = offset
        // How many items are still to come, for each array, map and tag that is open.
        var pending: [Int] = []
        repeat {
            let head = try readHead()
            let children = try skipContent(of: head)
            if children > 0 || head.majorType.isContainer {
                guard pending.count < maximumDepth else { throw .tooDeep(at: head.offset) }
                pending.append(children)
            } else if let last = pending.indices.last {
                pending[last] -= 1
            }
            // A container that is complete was an item of the one around it.
            while pending.last == 0 {
                pending.removeLast()
                if let last = pending.indices.last { pending[last] -= 1 }
            }
        } while !pending.isEmpty
        return start..<offset
    }

    // How many items follow inside. Strings are passed over.
    mutating func skipContent(of head: CBORHead) throws(WireError) -> Int {
        switch head.majorType {
        case .unsigned, .negative, .simple: return 0
        case .byteString:
            _ = take(Int(head.argument))
            return 0
        case .text:
            _ = try textRange(of: head)
            return 0
        case .array: return Int(head.argument)
        case .map: return Int(head.argument) * 2
        case .tag: return 1
        }
    }
}

extension CBORMajorType {
    /// Whether it counts as a level of nesting.
    var isContainer: Bool { self == .array || self == .map || self == .tag }
}
