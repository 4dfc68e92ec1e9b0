/// Reads the records of a pack one by one and resolves them (RFC 8428 §4.6), within the limits of
/// payloads. It does not know whose pack it is; ``Pack`` adds the rules about names and times.
struct SenMLResolver {
    private var reader: CBORReader
    /// How many records the pack has.
    let count: Int
    /// How many were read.
    private(set) var index = 0
    /// Whether the last record read had a base time of its own.
    private(set) var hasOwnBaseTime = false
    /// Whether the last record read had a base name of its own.
    private(set) var hasOwnBaseName = false
    private var base = BaseFields()
    private var unknownLabels: Set<[UInt8]> = []

    init(_ payload: [UInt8]) throws(WireError) {
        reader = CBORReader(payload)
        count = try reader.readArray()
        guard count > 0 else { throw .emptyPack }
        guard count <= WireLimits.records else { throw .tooManyRecords(count) }
    }

    /// Reads and resolves the next record; nil after the last, which must end the payload.
    mutating func next() throws(WireError) -> PackRecord? {
        guard index < count else {
            try reader.finish()
            return nil
        }
        var fields = RecordFields()
        if !unknownLabels.isEmpty { unknownLabels.removeAll() }
        for _ in 0..<(try reader.readMap()) {
            try fields.readPair(
                from: &reader, record: index, base: &base, unknown: &unknownLabels)
        }
        hasOwnBaseTime = fields.has(SenMLLabel.baseTime)
        hasOwnBaseName = fields.has(SenMLLabel.baseName)
        let record = try resolve(fields)
        index += 1
        return record
    }

    private func resolve(_ fields: RecordFields) throws(WireError) -> PackRecord {
        guard let value = fields.value else { throw .valueMissing(record: index) }
        return PackRecord(
            payload: reader.bytes, baseNameRange: base.name, nameRange: fields.name,
            unitRange: fields.unit ?? base.unit, content: try resolve(value),
            time: try resolve(fields.time), index: index)
    }

    private func resolve(_ value: RecordFields.Value) throws(WireError) -> PackRecord.Value {
        switch value {
        case .text(let range): return .text(range)
        case .bool(let truth): return .bool(truth)
        case .data(let range): return .data(range)
        case .number(let number, let offset):
            switch base.value.map({ $0.adding(number) }) ?? number {
            case .decimal(let sum): return .decimal(sum)
            case .double(let sum):
                guard sum.isFinite else { throw .numberOutOfRange(at: offset) }
                return .double(sum)
            }
        }
    }

    private func resolve(_ own: Int64) throws(WireError) -> SenMLTime {
        let (sum, overflow) = base.microseconds.addingReportingOverflow(own)
        guard !overflow, sum.magnitude < WireLimits.latestMilliseconds.magnitude * 1_000 else {
            throw .timeOutOfRange(record: index)
        }
        let milliseconds = (sum + (sum < 0 ? -500 : 500)) / 1_000
        return sum >= SenMLTime.absoluteMicroseconds
            ? .absolute(milliseconds: milliseconds) : .relative(milliseconds: milliseconds)
    }
}

/// The base fields in force.
struct BaseFields {
    var name = 0..<0
    var unit: Range<Int>?
    var value: SenMLNumber?
    var microseconds: Int64 = 0
}
