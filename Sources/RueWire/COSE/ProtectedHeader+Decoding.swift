extension ProtectedHeader {
    init(decoding bytes: [UInt8], in range: Range<Int>) throws(WireError) {
        guard range.count <= WireLimits.protectedHeaderBytes else {
            throw .headerTooLarge(bytes: range.count)
        }
        var reader = CBORReader(bytes, range: range, rules: .deterministic)
        var fields = Fields()
        for _ in 0..<(try reader.readMap()) { try fields.readPair(from: &reader) }
        try reader.finish()
        self = try fields.header()
    }

    /// What was found, before it is known which labels belong there.
    private struct Fields {
        private var lastKey = 0..<0
        private var hasAlgorithm = false
        private var hasCritical = false
        private var hasContentType = false
        private var keyID: KeyID?
        private var kind: MessageKind?
        private var chain: ChainLink?

        mutating func readPair(from reader: inout CBORReader) throws(WireError) {
            let start = reader.offset
            let label = try reader.readInteger()
            try checkOrder(reader.bytes, key: start..<reader.offset)
            switch label {
            case Label.algorithm: try readAlgorithm(from: &reader)
            case Label.critical: try readCritical(from: &reader)
            case Label.contentType: try readContentType(from: &reader)
            case Label.keyID: keyID = try reader.readBytes32()
            case Label.type: try readType(from: &reader)
            case Label.chain: chain = try ChainLink(from: &reader)
            default: throw .headerLabel(label)
            }
        }

        // Deterministic maps have their keys in the bytewise order of their encodings.
        private mutating func checkOrder(
            _ bytes: [UInt8], key: Range<Int>
        ) throws(WireError) {
            if !lastKey.isEmpty {
                if bytes[lastKey].elementsEqual(bytes[key]) {
                    throw .duplicateKey(at: key.lowerBound)
                }
                guard bytes[lastKey].lexicographicallyPrecedes(bytes[key]) else {
                    throw .keyOrder(at: key.lowerBound)
                }
            }
            lastKey = key
        }

        private mutating func readAlgorithm(from reader: inout CBORReader) throws(WireError) {
            let algorithm = try reader.readInteger()
            guard algorithm == ProtectedHeader.algorithm else { throw .algorithm(algorithm) }
            hasAlgorithm = true
        }

        private mutating func readCritical(from reader: inout CBORReader) throws(WireError) {
            let start = reader.offset
            guard try reader.readArray() == 1, try reader.readInteger() == Label.chain else {
                throw .critical(at: start)
            }
            hasCritical = true
        }

        private mutating func readContentType(from reader: inout CBORReader) throws(WireError) {
            let type = try reader.readUnsigned()
            guard type == ProtectedHeader.contentType else { throw .contentType(type) }
            hasContentType = true
        }

        private mutating func readType(from reader: inout CBORReader) throws(WireError) {
            let range = try reader.readTextRange()
            kind = MessageKind.matching(reader.bytes, in: range)
            guard kind != nil else { throw .messageType }
        }

        func header() throws(WireError) -> ProtectedHeader {
            guard hasAlgorithm else { throw .headerMissing(Label.algorithm) }
            guard let keyID else { throw .headerMissing(Label.keyID) }
            guard let kind else { throw .headerMissing(Label.type) }
            try check(Label.critical, isThere: hasCritical, belongs: kind.isChained)
            try check(Label.contentType, isThere: hasContentType, belongs: kind == .batch)
            try check(Label.chain, isThere: chain != nil, belongs: kind.isChained)
            return ProtectedHeader(kind: kind, keyID: keyID, chain: chain)
        }

        private func check(
            _ label: Int64, isThere: Bool, belongs: Bool
        ) throws(WireError) {
            guard isThere != belongs else { return }
            throw belongs ? .headerMissing(label) : .headerLabel(label)
        }
    }
}
