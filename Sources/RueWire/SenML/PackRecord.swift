/// A resolved record as it lies in its payload: reading one allocates nothing; what is asked of it
/// is made when asked.
public struct PackRecord: Sendable {
    /// A record's value, texts and bytes as places in ``PackRecord/payload``.
    public enum Value: Sendable {
        /// A number that was sent as an integer or as a decimal fraction, base value included.
        case decimal(DecimalFraction)
        /// A number that was sent as a float, base value included; finite.
        case double(Double)
        /// A text.
        case text(Range<Int>)
        /// A truth value.
        case bool(Bool)
        /// Bytes.
        case data(Range<Int>)
    }

    /// The payload that the record is in.
    public let payload: [UInt8]
    /// Where the base name in force is.
    public let baseNameRange: Range<Int>
    /// Where the record's own part of the name is.
    public let nameRange: Range<Int>
    /// Where the unit is; nil when there is none.
    public let unitRange: Range<Int>?
    /// The value.
    public let content: Value
    /// When it was measured.
    public let time: SenMLTime
    /// The record's place in its pack, from 0.
    public let index: Int

    /// How many bytes the full name has.
    public var nameCount: Int { baseNameRange.count + nameRange.count }

    /// The full name, base name included.
    public var name: String {
        payload.text(in: baseNameRange) + payload.text(in: nameRange)
    }

    /// Appends the full name as UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: the array to extend.
    ///   - count: how many bytes to leave out at the beginning, at most ``nameCount``: with the
    ///     length of the node's base name, the name within the node remains.
    public func appendName(to bytes: inout [UInt8], droppingFirst count: Int = 0) {
        let base = baseNameRange.dropFirst(count)
        bytes.append(contentsOf: payload[base])
        bytes.append(contentsOf: payload[nameRange.dropFirst(max(0, count - baseNameRange.count))])
    }

    /// The unit, 1 to 16 characters; nil when there is none.
    public var unit: String? { unitRange.map { payload.text(in: $0) } }

    /// The value, with a copy of its text or bytes.
    public var value: SenMLValue {
        switch content {
        case .decimal(let value): .decimal(value)
        case .double(let value): .double(value)
        case .text(let range): .text(payload.text(in: range))
        case .bool(let value): .bool(value)
        case .data(let range): .data(Array(payload[range]))
        }
    }

    /// The record on its own.
    public var resolved: SenMLRecord {
        SenMLRecord(name: name, unit: unit, value: value, time: time)
    }

    /// Compares the full name without making it.
    ///
    /// - Parameters:
    ///   - baseName: the first part, as UTF-8.
    ///   - rest: the second part, as UTF-8.
    /// - Returns: whether the name is one after the other.
    public func isNamed(_ baseName: [UInt8], _ rest: [UInt8]) -> Bool {
        guard nameCount == baseName.count + rest.count else { return false }
        for index in 0..<nameCount {
            let expected =
                index < baseName.count ? baseName[index] : rest[index - baseName.count]
            guard nameByte(at: index) == expected else { return false }
        }
        return true
    }

    func nameByte(at index: Int) -> UInt8 {
        index < baseNameRange.count
            ? payload[baseNameRange.lowerBound + index]
            : payload[nameRange.lowerBound + index - baseNameRange.count]
    }
}
