/// Writes the payload of a batch: base name and base time in the first record, each record as
/// short as it can be, all deterministic: the same records always give the same bytes.
public struct PackEncoder: Sendable {
    /// How many records there are.
    public private(set) var count = 0

    private let baseName: String
    private let baseTimeMilliseconds: Int64?
    private var records = CBOREncoder(capacity: 2_048)

    /// Begins a pack.
    ///
    /// - Parameters:
    ///   - baseName: the node's base name.
    ///   - baseTimeMilliseconds: Unix time in milliseconds that the records' times count from;
    ///     nil when the clock is not known, and they count from the making of the batch.
    public init(baseName: String, baseTimeMilliseconds: Int64?) {
        self.baseName = baseName
        self.baseTimeMilliseconds = baseTimeMilliseconds
    }

    /// How many bytes the payload has.
    public var encodedCount: Int { records.bytes.count + (count < 24 ? 1 : count < 256 ? 2 : 3) }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - name: the name within the node, for instance `air_temperature`.
    ///   - unit: the unit; nil for texts and the like.
    ///   - value: the value; a float must be finite.
    ///   - timeOffsetMilliseconds: when it was measured, from the base time; with no base time,
    ///     from the making of the batch: 0 or less.
    public mutating func append(
        name: String, unit: String?, value: SenMLValue, timeOffsetMilliseconds: Int64
    ) {
        let isFirst = count == 0
        let hasBaseTime = isFirst && baseTimeMilliseconds != nil
        let hasTime = timeOffsetMilliseconds != 0
        records.map(
            count: 2 + (unit == nil ? 0 : 1) + (hasTime ? 1 : 0) + (isFirst ? 1 : 0)
                + (hasBaseTime ? 1 : 0))
        // In the order of the encoded labels: 0…8, then −1 downwards.
        records.integer(SenMLLabel.name)
        records.text(name)
        if let unit {
            records.integer(SenMLLabel.unit)
            records.text(unit)
        }
        if case .data = value {
            if hasTime { append(SenMLLabel.time, milliseconds: timeOffsetMilliseconds) }
            append(value)
        } else {
            append(value)
            if hasTime { append(SenMLLabel.time, milliseconds: timeOffsetMilliseconds) }
        }
        if isFirst { appendBase() }
        count += 1
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: records.bytes.count + 3)
        encoder.array(count: count)
        encoder.encoded(records.bytes)
        return encoder.bytes
    }

    private mutating func appendBase() {
        records.integer(SenMLLabel.baseName)
        records.text(baseName)
        if let baseTimeMilliseconds {
            append(SenMLLabel.baseTime, milliseconds: baseTimeMilliseconds)
        }
    }

    private mutating func append(_ label: Int64, milliseconds: Int64) {
        records.integer(label)
        records.decimal(DecimalFraction(milli: milliseconds))
    }

    private mutating func append(_ value: SenMLValue) {
        switch value {
        case .decimal(let number):
            records.integer(SenMLLabel.value)
            records.decimal(number)
        case .double(let number):
            records.integer(SenMLLabel.value)
            records.double(number)
        case .text(let text):
            records.integer(SenMLLabel.textValue)
            records.text(text)
        case .bool(let truth):
            records.integer(SenMLLabel.boolValue)
            records.bool(truth)
        case .data(let bytes):
            records.integer(SenMLLabel.dataValue)
            records.byteString(bytes)
        }
    }
}
