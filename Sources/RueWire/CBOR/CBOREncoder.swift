/// Writes deterministic CBOR (RFC 8949 §4.2.1): shortest heads, shortest exact floats, definite
/// lengths. The order of a map's keys is the caller's task: ascending by their encoded bytes.
public struct CBOREncoder: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// Starts with nothing written.
    ///
    /// - Parameter capacity: how many bytes are expected, to save growing.
    public init(capacity: Int = 0) {
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// Writes an integer of 0…2⁶⁴−1.
    ///
    /// - Parameter value: the integer.
    public mutating func unsigned(_ value: UInt64) { head(.unsigned, value) }

    /// Writes an integer of −2⁶³…2⁶³−1.
    ///
    /// - Parameter value: the integer.
    public mutating func integer(_ value: Int64) {
        if value >= 0 {
            head(.unsigned, UInt64(value))
        } else {
            head(.negative, ~UInt64(bitPattern: value))
        }
    }

    /// Writes a byte string.
    ///
    /// - Parameter value: its bytes.
    public mutating func byteString(_ value: some Collection<UInt8>) {
        head(.byteString, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes 32 bytes as a byte string.
    ///
    /// - Parameter value: its bytes.
    public mutating func byteString(_ value: Bytes32) {
        head(.byteString, UInt64(Bytes32.count))
        value.append(to: &bytes)
    }

    /// Writes 16 bytes as a byte string.
    ///
    /// - Parameter value: its bytes.
    public mutating func byteString(_ value: Bytes16) {
        head(.byteString, UInt64(Bytes16.count))
        value.append(to: &bytes)
    }

    /// Writes a text.
    ///
    /// - Parameter value: the text, written as UTF-8.
    public mutating func text(_ value: String) {
        let utf8 = value.utf8
        head(.text, UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    /// Begins an array: `count` items must follow.
    ///
    /// - Parameter count: how many items, 0 or more.
    public mutating func array(count: Int) { head(.array, UInt64(count)) }

    /// Begins a map: `count` keys, each followed by its value, must follow.
    ///
    /// - Parameter count: how many pairs, 0 or more.
    public mutating func map(count: Int) { head(.map, UInt64(count)) }

    /// Writes a tag: the tagged item must follow.
    ///
    /// - Parameter number: the tag's number.
    public mutating func tag(_ number: UInt64) { head(.tag, number) }

    /// Writes null.
    public mutating func null() { bytes.append(0xf6) }

    /// Writes a truth value.
    ///
    /// - Parameter value: true or false.
    public mutating func bool(_ value: Bool) { bytes.append(value ? 0xf5 : 0xf4) }

    /// Writes a float in the shortest of half, single and double precision that holds it exactly.
    ///
    /// - Parameter value: any value; every NaN is written as the quiet one of half precision.
    public mutating func double(_ value: Double) {
        if let half = CBORFloat.half(exactly: value) {
            bytes.append(0xf9)
            bytes.appendBigEndian(UInt64(half), count: 2)
        } else if Double(Float(value)) == value {
            bytes.append(0xfa)
            bytes.appendBigEndian(UInt64(Float(value).bitPattern), count: 4)
        } else {
            bytes.append(0xfb)
            bytes.appendBigEndian(value.bitPattern)
        }
    }

    /// Writes one item, or several, that are encoded already.
    ///
    /// - Parameter encoded: the items' bytes.
    public mutating func encoded(_ encoded: some Collection<UInt8>) {
        bytes.append(contentsOf: encoded)
    }

    mutating func head(_ majorType: CBORMajorType, _ argument: UInt64) {
        let type = majorType.rawValue << 5
        if argument < 24 {
            bytes.append(type | UInt8(argument))
        } else if argument <= 0xff {
            bytes.append(type | 24)
            bytes.append(UInt8(argument))
        } else if argument <= 0xffff {
            bytes.append(type | 25)
            bytes.appendBigEndian(argument, count: 2)
        } else if argument <= 0xffff_ffff {
            bytes.append(type | 26)
            bytes.appendBigEndian(argument, count: 4)
        } else {
            bytes.append(type | 27)
            bytes.appendBigEndian(argument)
        }
    }
}
