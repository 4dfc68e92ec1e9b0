import RueWire

/// The reader under both rules, against a naive one, and what it read written again.
enum FuzzCBOR: FuzzTarget {
    static func check(_ input: [UInt8]) {
        for rules in [CBORReader.Rules.deterministic, .wellFormed] {
            for depth in [0, 4, 64] { skip(input, rules, depth: depth) }
        }
        for kind in 0..<kinds { read(kind, of: input) }
    }

    // MARK: Whole items

    private static func skip(_ input: [UInt8], _ rules: CBORReader.Rules, depth: Int) {
        let naive = NaiveCBOR(bytes: input, isDeterministic: rules == .deterministic)
        let end = end(input, rules, depth: depth)
        require(end == naive.end(of: 0, depth: depth), "a naive reader finds the same end")
        guard let end else { return }
        let cut = Array(input[..<(end - 1)])
        require(self.end(cut, rules, depth: depth) == nil, "an item cut short is refused")
        guard rules == .deterministic else { return }
        require(
            self.end(input, .wellFormed, depth: depth) == end,
            "what is deterministic is well-formed")
        rewrite(Array(input[..<end]))
    }

    private static func end(_ input: [UInt8], _ rules: CBORReader.Rules, depth: Int) -> Int? {
        var reader = CBORReader(input, rules: rules)
        do throws(WireError) {
            let range = try reader.skipItem(maximumDepth: depth)
            require(range == 0..<reader.offset, "the range is what was passed over")
            return range.upperBound
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
            return nil
        }
    }

    /// An item that was read by the strict rules has one encoding. Floats are no part of that rule.
    private static func rewrite(_ item: [UInt8]) {
        var reader = CBORReader(item, rules: .deterministic)
        var encoder = CBOREncoder()
        do throws(WireError) {
            while !reader.isAtEnd {
                guard let type = reader.peekMajorType(), type != .simple else { return }
                guard try copy(type, from: &reader, to: &encoder) else { return }
            }
        } catch {
            require(false, "what was passed over can be read: \(error.description)")
        }
        require(encoder.bytes == item, "what is deterministic has one encoding")
    }

    private static func copy(
        _ type: CBORMajorType, from reader: inout CBORReader, to encoder: inout CBOREncoder
    ) throws(WireError) -> Bool {
        switch type {
        case .unsigned: encoder.unsigned(try reader.readUnsigned())
        case .negative:
            // Below −2⁶³ nothing writes.
            var ahead = reader
            guard try ahead.readHead().argument <= UInt64(Int64.max) else { return false }
            encoder.integer(try reader.readInteger())
        case .byteString: encoder.byteString(try reader.readByteString())
        case .text: encoder.text(try reader.readText())
        case .array: encoder.array(count: try reader.readArray())
        case .map: encoder.map(count: try reader.readMap())
        case .tag: encoder.tag(try reader.readTag())
        case .simple: return false
        }
        return true
    }

    // MARK: Single reads

    private static let kinds = 13

    private static func read(_ kind: Int, from reader: inout CBORReader) throws(WireError) {
        switch kind {
        case 0: _ = try reader.readUnsigned()
        case 1: _ = try reader.readField(atLeast: 1)
        case 2: _ = try reader.readInteger()
        case 3: _ = try reader.readByteString()
        case 4: _ = try reader.readBytes32()
        case 5: _ = try reader.readBytes16()
        case 6: _ = try reader.readText()
        case 7: _ = try reader.readArray()
        case 8: _ = try reader.readMap()
        case 9: _ = try reader.readTag()
        case 10: try reader.readNull()
        case 11: _ = try reader.readBool()
        default: rewrite(try reader.readDouble())
        }
    }

    private static func read(_ kind: Int, of input: [UInt8]) {
        var reader = CBORReader(input)
        do throws(WireError) {
            try read(kind, from: &reader)
            require((1...input.count).contains(reader.offset), "a read stays within the bytes")
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }

    private static func rewrite(_ number: Double) {
        var encoder = CBOREncoder()
        encoder.double(number)
        var reader = CBORReader(encoder.bytes)
        do throws(WireError) {
            let again = try reader.readDouble()
            require(
                again.bitPattern == number.bitPattern || (again.isNaN && number.isNaN),
                "a float survives its shortest form")
        } catch {
            require(false, "a float that was written can be read")
        }
    }
}
