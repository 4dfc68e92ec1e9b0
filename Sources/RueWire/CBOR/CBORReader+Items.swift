extension CBORReader {
    private mutating func readHead(
        _ expected: CBORMajorType
    ) throws(WireError) -> CBORHead {
        let head = try readHead()
        guard head.majorType == expected else {
            throw .unexpectedType(at: head.offset, expected: expected)
        }
        return head
    }

    /// Reads an integer of 0…2⁶⁴−1.
    ///
    /// - Returns: the integer.
    /// - Throws: ``WireError``, also for another type.
    public mutating func readUnsigned() throws(WireError) -> UInt64 {
        try readHead(.unsigned).argument
    }

    /// Reads an integer of 0…2⁵³−1, the range of every integer field of Rue's messages.
    ///
    /// - Parameter least: the smallest value allowed.
    /// - Returns: the integer.
    /// - Throws: ``WireError``, also for another type or a value out of range.
    public mutating func readField(atLeast least: UInt64 = 0) throws(WireError) -> UInt64 {
        let head = try readHead(.unsigned)
        guard head.argument >= least, head.argument <= WireLimits.largestInteger else {
            throw .integerOutOfRange(at: head.offset)
        }
        return head.argument
    }

    /// Reads an integer of −2⁶³…2⁶³−1.
    ///
    /// - Returns: the integer.
    /// - Throws: ``WireError``, also for another type or a value out of range.
    public mutating func readInteger() throws(WireError) -> Int64 {
        try CBORReader.integer(of: try readHead())
    }

    static func integer(of head: CBORHead) throws(WireError) -> Int64 {
        guard head.majorType == .unsigned || head.majorType == .negative else {
            throw .unexpectedType(at: head.offset, expected: .unsigned)
        }
        guard let value = Int64(exactly: head.argument) else {
            throw .integerOutOfRange(at: head.offset)
        }
        return head.majorType == .unsigned ? value : ~value
    }

    /// Reads a byte string without copying it.
    ///
    /// - Parameter count: the length it must have; nil for any.
    /// - Returns: where its bytes are in ``bytes``.
    /// - Throws: ``WireError``, also for another type or length.
    public mutating func readByteStringRange(
        count: Int? = nil
    ) throws(WireError) -> Range<Int> {
        let head = try readHead(.byteString)
        let length = Int(head.argument)
        if let count, length != count {
            throw .unexpectedLength(at: head.offset, expected: count)
        }
        return take(length)
    }

    /// Reads a byte string.
    ///
    /// - Parameter count: the length it must have; nil for any.
    /// - Returns: its bytes.
    /// - Throws: ``WireError``, also for another type or length.
    public mutating func readByteString(count: Int? = nil) throws(WireError) -> [UInt8] {
        Array(bytes[try readByteStringRange(count: count)])
    }

    /// Reads a byte string of 32 bytes.
    ///
    /// - Returns: its bytes.
    /// - Throws: ``WireError``, also for another type or length.
    public mutating func readBytes32() throws(WireError) -> Bytes32 {
        let range = try readByteStringRange(count: Bytes32.count)
        return Bytes32(copying: bytes, at: range.lowerBound)
    }

    /// Reads a byte string of 16 bytes.
    ///
    /// - Returns: its bytes.
    /// - Throws: ``WireError``, also for another type or length.
    public mutating func readBytes16() throws(WireError) -> Bytes16 {
        let range = try readByteStringRange(count: Bytes16.count)
        return Bytes16(copying: bytes, at: range.lowerBound)
    }

    /// Reads a text without copying it, and checks that it is UTF-8.
    ///
    /// - Returns: where its bytes are in ``bytes``.
    /// - Throws: ``WireError``, also for another type.
    public mutating func readTextRange() throws(WireError) -> Range<Int> {
        try textRange(of: try readHead(.text))
    }

    /// Reads a text.
    ///
    /// - Returns: the text.
    /// - Throws: ``WireError``, also for another type or bytes that are not UTF-8.
    public mutating func readText() throws(WireError) -> String {
        bytes.text(in: try readTextRange())
    }

    mutating func textRange(of head: CBORHead) throws(WireError) -> Range<Int> {
        let range = take(Int(head.argument))
        guard UTF8Check.isValid(bytes, in: range) else { throw .invalidUTF8(at: head.offset) }
        return range
    }

    // Only after a head whose length was compared with what is left.
    mutating func take(_ length: Int) -> Range<Int> {
        let range = offset..<offset + length
        offset += length
        return range
    }

    /// Reads the beginning of an array.
    ///
    /// - Parameter count: how many items it must have; nil for any.
    /// - Returns: how many items follow; never more than the bytes that are left.
    /// - Throws: ``WireError``, also for another type or count.
    @discardableResult
    public mutating func readArray(count: Int? = nil) throws(WireError) -> Int {
        try readCount(.array, expected: count)
    }

    /// Reads the beginning of a map.
    ///
    /// - Parameter count: how many pairs it must have; nil for any.
    /// - Returns: how many pairs follow; never more than half of the bytes that are left.
    /// - Throws: ``WireError``, also for another type or count.
    @discardableResult
    public mutating func readMap(count: Int? = nil) throws(WireError) -> Int {
        try readCount(.map, expected: count)
    }

    private mutating func readCount(
        _ majorType: CBORMajorType, expected: Int?
    ) throws(WireError) -> Int {
        let head = try readHead(majorType)
        let count = Int(head.argument)
        if let expected, count != expected {
            throw .unexpectedCount(at: head.offset, expected: expected)
        }
        return count
    }

    /// Reads a tag's number; the tagged item is next.
    ///
    /// - Returns: the number.
    /// - Throws: ``WireError``, also for another type.
    public mutating func readTag() throws(WireError) -> UInt64 {
        try readHead(.tag).argument
    }

    /// Reads null.
    ///
    /// - Throws: ``WireError``, also for anything else.
    public mutating func readNull() throws(WireError) {
        let head = try readHead()
        guard head.majorType == .simple, head.information == 22 else {
            throw .unexpectedSimpleValue(at: head.offset)
        }
    }

    /// Reads a truth value.
    ///
    /// - Returns: true or false.
    /// - Throws: ``WireError``, also for anything else.
    public mutating func readBool() throws(WireError) -> Bool {
        let head = try readHead()
        guard head.majorType == .simple, head.information == 20 || head.information == 21 else {
            throw .unexpectedSimpleValue(at: head.offset)
        }
        return head.information == 21
    }

    /// Reads a float of any precision.
    ///
    /// - Returns: its value, which may be NaN or infinite.
    /// - Throws: ``WireError``, also for anything else.
    public mutating func readDouble() throws(WireError) -> Double {
        let head = try readHead()
        guard let value = CBORReader.float(of: head) else {
            throw .unexpectedType(at: head.offset, expected: .simple)
        }
        return value
    }

    static func float(of head: CBORHead) -> Double? {
        guard head.majorType == .simple else { return nil }
        switch head.information {
        case 25: return CBORFloat.value(half: UInt16(truncatingIfNeeded: head.argument))
        case 26: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument)))
        case 27: return Double(bitPattern: head.argument)
        default: return nil
        }
    }
}
