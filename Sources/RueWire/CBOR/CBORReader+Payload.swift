extension CBORReader {
    /// Reads a text within the limits of a payload, without copying it.
    mutating func readLimitedText() throws(WireError) -> Range<Int> {
        let head = try readHead()
        guard head.majorType == .text else {
            throw .unexpectedType(at: head.offset, expected: .text)
        }
        return try limitedTextRange(of: head)
    }

    mutating func limitedTextRange(of head: CBORHead) throws(WireError) -> Range<Int> {
        guard head.argument <= UInt64(WireLimits.textBytes) else {
            throw .textTooLong(at: head.offset)
        }
        return try textRange(of: head)
    }

    /// Reads one whole item of any shape, without recursion, within the limits of a payload: text
    /// of at most 255 bytes, no tag but 4, no key twice.
    mutating func skipPayloadItem(depth: Int) throws(WireError) -> Range<Int> {
        let start = offset
        var open: [OpenContainer] = []
        repeat {
            if let last = open.indices.last { open[last].beginItem(at: offset) }
            let head = try readHead()
            let children = try payloadContent(of: head)
            if head.majorType.isContainer {
                guard open.count < depth else { throw .tooDeep(at: head.offset) }
                open.append(OpenContainer(isMap: head.majorType == .map, pending: children))
            } else if let last = open.indices.last {
                try open[last].endItem(in: self)
            }
            // A container that is complete was an item of the one around it.
            while open.last?.pending == 0 {
                open.removeLast()
                if let last = open.indices.last { try open[last].endItem(in: self) }
            }
        } while !open.isEmpty
        return start..<offset
    }

    // How many items follow inside. Strings are passed over.
    private mutating func payloadContent(of head: CBORHead) throws(WireError) -> Int {
        switch head.majorType {
        case .text:
            guard head.argument <= UInt64(WireLimits.textBytes) else {
                throw .textTooLong(at: head.offset)
            }
        case .tag:
            guard head.argument == 4 else {
                throw .unsupportedTag(head.argument, at: head.offset)
            }
        default: break
        }
        return try skipContent(of: head)
    }

    /// An item's bytes with shortest heads: keys are the same if these are.
    func shortestForm(of range: Range<Int>) throws(WireError) -> [UInt8] {
        var reader = CBORReader(bytes, range: range)
        var encoder = CBOREncoder(capacity: range.count)
        while !reader.isAtEnd {
            let head = try reader.readHead()
            if let float = CBORReader.float(of: head) {
                encoder.double(float)
                continue
            }
            encoder.head(head.majorType, head.argument)
            if head.majorType == .byteString || head.majorType == .text {
                encoder.encoded(bytes[reader.take(Int(head.argument))])
            }
        }
        return encoder.bytes
    }

    /// An array, map or tag whose items are being read.
    private struct OpenContainer {
        let isMap: Bool
        /// How many items are still to come.
        var pending: Int
        private var itemStart = 0
        private var keys: Set<[UInt8]> = []

        init(isMap: Bool, pending: Int) {
            self.isMap = isMap
            self.pending = pending
        }

        mutating func beginItem(at offset: Int) { itemStart = offset }

        mutating func endItem(in reader: CBORReader) throws(WireError) {
            // Keys and values take turns, and an even number of them is still to come at a key.
            if isMap, pending % 2 == 0 {
                let key = try reader.shortestForm(of: itemStart..<reader.offset)
                guard keys.insert(key).inserted else { throw .duplicateKey(at: itemStart) }
            }
            pending -= 1
        }
    }
}
