extension CBOREncoder {
    mutating func optionalUnsigned(_ value: UInt64?) {
        if let value { unsigned(value) } else { null() }
    }

    /// An Ed25519 key as a COSE_Key: {1: 1, -1: 6, -2: bytes}.
    mutating func key(_ bytes: [UInt8]) {
        map(count: 3)
        integer(1)
        integer(1)
        integer(-1)
        integer(6)
        integer(-2)
        byteString(bytes)
    }

    mutating func pins(live: Pin, recovery: Pin) {
        array(count: 2)
        byteString(live)
        byteString(recovery)
    }
}

extension CBORReader {
    mutating func readVersion() throws(WireError) -> UInt64 {
        let version = try readUnsigned()
        guard version == 1 else { throw .version(version) }
        return version
    }

    mutating func readOptionalField() throws(WireError) -> UInt64? {
        guard isNextNull else { return try readField() }
        try readNull()
        return nil
    }

    mutating func readOptionalByteString() throws(WireError) -> [UInt8]? {
        guard isNextNull else { return try readByteString() }
        try readNull()
        return nil
    }

    /// An Ed25519 key as a COSE_Key, its labels in any order.
    mutating func readKey() throws(WireError) -> [UInt8] {
        try readMap(count: 3)
        var seen: Set<Int64> = []
        var key: [UInt8] = []
        for _ in 0..<3 {
            let start = offset
            let label = try readInteger()
            guard seen.insert(label).inserted else { throw .duplicateKey(at: start) }
            switch label {
            case 1: try readExactly(1)
            case -1: try readExactly(6)
            case -2: key = try readByteString(count: 32)
            default: throw .unexpectedValue(at: start)
            }
        }
        return key
    }

    mutating func readExactly(_ value: UInt64) throws(WireError) {
        let start = offset
        guard try readUnsigned() == value else { throw .unexpectedValue(at: start) }
    }

    mutating func readPins() throws(WireError) -> (live: Pin, recovery: Pin) {
        try readArray(count: 2)
        let live = try readBytes32()
        return (live, try readBytes32())
    }

    mutating func readBaseName() throws(WireError) -> String {
        let name = try readText()
        guard BaseName.isValid(name) else { throw .invalidBaseName }
        return name
    }
}
