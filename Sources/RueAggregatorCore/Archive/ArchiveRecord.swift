import RueWire

/// One record of an archive (Protocol, Archives): an array that begins with the record's number.
enum ArchiveRecord: Equatable {
    /// The first: what the file is, and whose.
    case start(serverKey: [UInt8])
    /// The chains of this node follow.
    case node(name: String, forks: UInt64)
    /// Items of one chain follow. The key is told where the rotations that lead to it are lost.
    case chain(grant: [UInt8], rotations: [[UInt8]], after: ChainHead, key: [UInt8]?)
    /// A batch or a rotation, as the node signed it.
    case item(bytes: [UInt8], receivedMilliseconds: UInt64, quarantine: String?)
    /// What follows in the chain, up to this, is lost: the node said so.
    case gap(last: ChainHead, key: [UInt8]?)
    /// The chain's items end here.
    case chainEnd(last: ChainHead, items: UInt64)
    /// The last: what the server vouches for.
    case seal(message: [UInt8])

    static let title = "rue-archive"
    static let version: UInt64 = 1

    private enum Number: UInt64 {
        case start, node, chain, item, gap, chainEnd, seal

        /// How long the record's array is.
        var count: Int {
            switch self {
            case .seal: 2
            case .node, .gap, .chainEnd: 3
            case .start, .item: 4
            case .chain: 5
            }
        }
    }
}

// MARK: Writing

extension ArchiveRecord {
    /// The record in deterministic CBOR.
    var encoded: [UInt8] {
        var encoder = CBOREncoder()
        switch self {
        case .start(let serverKey):
            encoder.begin(Number.start.rawValue, count: 4)
            encoder.text(Self.title)
            encoder.unsigned(Self.version)
            encoder.byteString(serverKey)
        case .node(let name, let forks):
            encoder.begin(Number.node.rawValue, count: 3)
            encoder.text(name)
            encoder.unsigned(forks)
        case .chain(let grant, let rotations, let after, let key):
            encoder.begin(Number.chain.rawValue, count: 5)
            encoder.byteString(grant)
            encoder.array(count: rotations.count)
            for rotation in rotations { encoder.byteString(rotation) }
            encoder.place(after)
            encoder.optionalKey(key)
        case .item(let bytes, let received, let quarantine):
            encoder.begin(Number.item.rawValue, count: 4)
            encoder.byteString(bytes)
            encoder.unsigned(received)
            if let quarantine { encoder.text(quarantine) } else { encoder.null() }
        case .gap(let last, let key):
            encoder.begin(Number.gap.rawValue, count: 3)
            encoder.place(last)
            encoder.optionalKey(key)
        case .chainEnd(let last, let items):
            encoder.begin(Number.chainEnd.rawValue, count: 3)
            encoder.place(last)
            encoder.unsigned(items)
        case .seal(let message):
            encoder.begin(Number.seal.rawValue, count: 2)
            encoder.byteString(message)
        }
        return encoder.bytes
    }
}

extension CBOREncoder {
    fileprivate mutating func begin(_ number: UInt64, count: Int) {
        array(count: count)
        unsigned(number)
    }

    fileprivate mutating func place(_ head: ChainHead) {
        array(count: 2)
        unsigned(head.sequence)
        byteString(head.id)
    }

    fileprivate mutating func optionalKey(_ key: [UInt8]?) {
        if let key { byteString(key) } else { null() }
    }
}

// MARK: Reading

extension ArchiveRecord {
    /// Reads a record.
    ///
    /// - Parameter bytes: exactly one item of CBOR.
    /// - Throws: `WireError` for what is no record.
    init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes, rules: .deterministic)
        let count = try reader.readArray()
        let start = reader.offset
        guard let number = Number(rawValue: try reader.readUnsigned()) else {
            throw .unexpectedValue(at: start)
        }
        guard count == number.count else { throw .unexpectedCount(at: 0, expected: number.count) }
        self = try Self.record(number, &reader)
        try reader.finish()
    }

    private static func record(
        _ number: Number, _ reader: inout CBORReader
    ) throws(WireError) -> ArchiveRecord {
        switch number {
        case .start:
            guard try reader.readText() == title else { throw .unexpectedValue(at: 2) }
            let version = try reader.readUnsigned()
            guard version == Self.version else { throw .version(version) }
            return .start(serverKey: try reader.readByteString(count: 32))
        case .node:
            let name = try reader.readText()
            return .node(name: name, forks: try reader.readField())
        case .chain:
            let grant = try reader.readByteString()
            var rotations: [[UInt8]] = []
            for _ in 0..<(try reader.readArray()) { rotations.append(try reader.readByteString()) }
            let after = try reader.readPlace()
            return .chain(
                grant: grant, rotations: rotations, after: after, key: try reader.readOptionalKey())
        case .item:
            let bytes = try reader.readByteString()
            let received = try reader.readField()
            return .item(
                bytes: bytes, receivedMilliseconds: received,
                quarantine: try reader.readOptionalText())
        case .gap:
            let last = try reader.readPlace()
            return .gap(last: last, key: try reader.readOptionalKey())
        case .chainEnd:
            let last = try reader.readPlace()
            return .chainEnd(last: last, items: try reader.readField())
        case .seal: return .seal(message: try reader.readByteString())
        }
    }
}

extension CBORReader {
    fileprivate mutating func readPlace() throws(WireError) -> ChainHead {
        try readArray(count: 2)
        let sequence = try readField()
        return ChainHead(sequence: sequence, id: try readBytes32())
    }

    fileprivate mutating func readOptionalKey() throws(WireError) -> [UInt8]? {
        try readOptional { reader throws(WireError) in try reader.readByteString(count: 32) }
    }

    fileprivate mutating func readOptionalText() throws(WireError) -> String? {
        try readOptional { reader throws(WireError) in try reader.readText() }
    }

    private mutating func readOptional<T>(
        _ read: (inout CBORReader) throws(WireError) -> T
    ) throws(WireError) -> T? {
        guard isNextNull else { return try read(&self) }
        try readNull()
        return nil
    }
}
