/// The fields of one record as they were sent.
struct RecordFields {
    enum Value {
        case number(SenMLNumber, at: Int)
        case text(Range<Int>)
        case bool(Bool)
        case data(Range<Int>)
    }

    private(set) var name = 0..<0
    private(set) var unit: Range<Int>?
    private(set) var value: Value?
    private(set) var time: Int64 = 0
    // One bit for each known label, from −6 up.
    private var seen: UInt32 = 0

    // What a record's fields may still nest: the pack and the record are two levels.
    private static let depth = WireLimits.payloadDepth - 2

    func has(_ label: Int64) -> Bool { seen & RecordFields.bit(label) != 0 }

    private static func bit(_ label: Int64) -> UInt32 {
        1 &<< UInt32(truncatingIfNeeded: label &+ 6)
    }

    /// Reads a label and its value. `unknown` holds the record's labels that are not known; it is
    /// no field, so that these are plain words, which cost nothing to move.
    mutating func readPair(
        from reader: inout CBORReader, record: Int, base: inout BaseFields,
        unknown: inout Set<[UInt8]>
    ) throws(WireError) {
        let start = reader.offset
        guard let label = try readLabel(from: &reader, unknown: &unknown) else { return }
        guard !has(label) else { throw .duplicateKey(at: start) }
        seen |= RecordFields.bit(label)
        if label >= 0 {
            try readField(label, from: &reader, record: record)
        } else {
            try readBase(label, from: &reader, record: record, base: &base)
        }
    }

    /// Reads a known label; nil when it was another one, which has been passed over.
    private func readLabel(
        from reader: inout CBORReader, unknown: inout Set<[UInt8]>
    ) throws(WireError) -> Int64? {
        if let label = reader.takeSmallInteger() { return label }
        let start = reader.offset
        let head = try reader.readHead()
        switch head.majorType {
        case .unsigned where head.argument <= 8: return Int64(head.argument)
        case .negative where head.argument <= 5: return ~Int64(head.argument)
        case .unsigned, .negative:
            try RecordFields.readUnknown(start..<reader.offset, from: &reader, among: &unknown)
        case .text:
            let text = try reader.limitedTextRange(of: head)
            guard reader.bytes[start..<reader.offset].last != UInt8(ascii: "_") || text.isEmpty
            else { throw .unknownMandatoryLabel(at: start) }
            try RecordFields.readUnknown(start..<reader.offset, from: &reader, among: &unknown)
        case .byteString, .array, .map, .tag, .simple:
            throw .invalidLabel(at: start)
        }
        return nil
    }

    private static func readUnknown(
        _ label: Range<Int>, from reader: inout CBORReader, among unknown: inout Set<[UInt8]>
    ) throws(WireError) {
        guard unknown.insert(try reader.shortestForm(of: label)).inserted else {
            throw .duplicateKey(at: label.lowerBound)
        }
        _ = try reader.skipPayloadItem(depth: RecordFields.depth)
    }

    private mutating func readField(
        _ label: Int64, from reader: inout CBORReader, record: Int
    ) throws(WireError) {
        let start = reader.offset
        switch label {
        case SenMLLabel.name: name = try reader.readLimitedText()
        case SenMLLabel.unit: unit = try reader.readUnit(record: record)
        case SenMLLabel.value:
            try set(.number(try reader.readNumber(), at: start), record: record)
        case SenMLLabel.textValue: try set(.text(try reader.readLimitedText()), record: record)
        case SenMLLabel.boolValue: try set(.bool(try reader.readBool()), record: record)
        case SenMLLabel.dataValue:
            try set(.data(try reader.readByteStringRange()), record: record)
        case SenMLLabel.time: time = try reader.readMicroseconds(record: record)
        default: _ = try reader.skipPayloadItem(depth: RecordFields.depth)
        }
    }

    private mutating func set(_ new: Value, record: Int) throws(WireError) {
        guard value == nil else { throw .severalValues(record: record) }
        value = new
    }

    private mutating func readBase(
        _ label: Int64, from reader: inout CBORReader, record: Int, base: inout BaseFields
    ) throws(WireError) {
        switch label {
        case SenMLLabel.baseVersion: try reader.readPackVersion()
        case SenMLLabel.baseName: base.name = try reader.readLimitedText()
        case SenMLLabel.baseTime:
            base.microseconds = try reader.readMicroseconds(record: record)
        case SenMLLabel.baseUnit: base.unit = try reader.readUnit(record: record)
        case SenMLLabel.baseValue: base.value = try reader.readNumber()
        default: _ = try reader.skipPayloadItem(depth: RecordFields.depth)
        }
    }
}

extension CBORReader {
    /// Takes a known label in its usual one byte: the short way for almost every field.
    fileprivate mutating func takeSmallInteger() -> Int64? {
        guard !isAtEnd else { return nil }
        switch bytes[offset] {
        case 0x00...0x08:
            offset += 1
            return Int64(bytes[offset - 1])
        case 0x20...0x25:
            offset += 1
            return 0x1f - Int64(bytes[offset - 1])
        default: return nil
        }
    }

    fileprivate mutating func readMicroseconds(record: Int) throws(WireError) -> Int64 {
        guard let microseconds = try readNumber().microseconds else {
            throw .timeOutOfRange(record: record)
        }
        return microseconds
    }

    fileprivate mutating func readPackVersion() throws(WireError) {
        let start = offset
        let version = try readInteger()
        guard (1...10).contains(version) else { throw .packVersion(at: start) }
    }

    fileprivate mutating func readUnit(record: Int) throws(WireError) -> Range<Int> {
        let range = try readLimitedText()
        var characters = 0
        for byte in bytes[range] where byte & 0xc0 != 0x80 { characters += 1 }
        guard (1...WireLimits.unitCharacters).contains(characters) else {
            throw .invalidUnit(record: record)
        }
        return range
    }
}
