import RueWire

/// Goes over the records of an accepted batch where they lie in the store: no copy, no signature,
/// no allocation per record.
///
/// It takes the short way only for what Rue's own nodes send with a known clock, and stops at the
/// first record that is anything else: `count` then says with which to go on the long way.
struct RecordScan {
    /// The name within the node.
    private(set) var name = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The unit; nil when there is none.
    private(set) var unit: UnsafeRawBufferPointer?
    /// The value.
    private(set) var value = Value.bool(false)
    /// When it was measured, in milliseconds since 1970, by the node's word.
    private(set) var milliseconds: Int64 = 0
    /// How many records were gone over so far.
    private(set) var index = 0
    /// How many the pack says that it has.
    let count: Int

    enum Value {
        case number(RangeNumber)
        case bool(Bool)
        case text(UnsafeRawBufferPointer)
        case data(UnsafeRawBufferPointer)
    }

    private var cursor: ByteCursor
    private var baseMicroseconds: Int64 = 0
    private var hasBaseName = false
    private let baseName: [UInt8]

    /// Finds the payload of a message.
    ///
    /// - Parameters:
    ///   - message: a COSE_Sign1 from the store; must stay where it is.
    ///   - baseName: that of its node, as UTF-8.
    init?(message: UnsafeRawBufferPointer, baseName: [UInt8]) {
        var outer = ByteCursor(message)
        guard outer.take(0xd2), outer.take(0x84), outer.string(2) != nil, outer.take(0xa0),
            let payload = outer.string(2)
        else { return nil }
        var inner = ByteCursor(payload)
        guard let count = inner.head(4), count <= UInt64(WireLimits.records) else { return nil }
        cursor = inner
        self.count = Int(count)
        self.baseName = baseName
    }

    /// Goes on to the next record.
    ///
    /// - Returns: false at the end, and at a record for the long way: then `index` is below
    ///   `count`.
    @inline(__always)
    mutating func next() -> Bool {
        guard index < count, let pairs = cursor.head(5) else { return false }
        var fields = Fields()
        for _ in 0..<pairs { guard readPair(&fields) else { return false } }
        guard hasBaseName, let name = fields.name, name.count > 0, let value = fields.value else {
            return false
        }
        let (sum, overflow) = baseMicroseconds.addingReportingOverflow(fields.microseconds)
        guard !overflow, sum >= Self.absoluteMicroseconds,
            sum < WireLimits.latestMilliseconds * 1_000
        else { return false }
        self.name = name
        self.unit = fields.unit
        self.value = value
        milliseconds = (sum + 500) / 1_000
        index += 1
        return true
    }

    /// As in `SenMLTime`: sums below 2²⁸ seconds are relative.
    private static let absoluteMicroseconds: Int64 = 268_435_456_000_000

    private struct Fields {
        var name: UnsafeRawBufferPointer?
        var unit: UnsafeRawBufferPointer?
        var value: Value?
        var microseconds: Int64 = 0
    }

    @inline(__always)
    private mutating func readPair(_ fields: inout Fields) -> Bool {
        guard let label = cursor.integer() else { return false }
        switch label {
        case 0:
            fields.name = cursor.string(3)
            return fields.name != nil
        case 1:
            fields.unit = cursor.string(3)
            return fields.unit != nil
        case 2:
            fields.value = cursor.number().map { .number($0) }
            return fields.value != nil
        case 3:
            fields.value = cursor.string(3).map { .text($0) }
            return fields.value != nil
        case 4: return readBool(&fields)
        case 6:
            guard let microseconds = readTime() else { return false }
            fields.microseconds = microseconds
            return true
        case 8:
            fields.value = cursor.string(2).map { .data($0) }
            return fields.value != nil
        case -2: return readBaseName()
        case -3:
            guard let microseconds = readTime() else { return false }
            baseMicroseconds = microseconds
            return true
        default: return false
        }
    }

    private mutating func readBool(_ fields: inout Fields) -> Bool {
        let isTrue = cursor.take(0xf5)
        guard isTrue || cursor.take(0xf4) else { return false }
        fields.value = .bool(isTrue)
        return true
    }

    private mutating func readBaseName() -> Bool {
        guard let text = cursor.string(3) else { return false }
        hasBaseName = text.elementsEqual(baseName)
        return hasBaseName
    }

    @inline(__always)
    private mutating func readTime() -> Int64? {
        guard case .decimal(let seconds) = cursor.number() else { return nil }
        return Self.microseconds(seconds)
    }

    @inline(__always)
    private static func microseconds(_ seconds: DecimalFraction) -> Int64? {
        let factor: Int64
        switch seconds.exponent {
        case 0: factor = 1_000_000
        case -1: factor = 100_000
        case -2: factor = 10_000
        case -3: factor = 1_000
        default: return seconds.scaled(places: 6)
        }
        let (product, overflow) = seconds.mantissa.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
