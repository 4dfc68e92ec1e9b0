import Testing

@testable import RueWire

@Suite struct CBORReaderTests {
    struct Vector: Sendable {
        let hex: String
        let isRoundTrip: Bool
    }

    static func appendixA() throws -> [Vector] {
        let list = try #require(try Fixture.json("cbor/appendix_a.json") as? [[String: Any]])
        return try list.map {
            Vector(
                hex: try #require($0["hex"] as? String),
                isRoundTrip: try #require($0["roundtrip"] as? Bool))
        }
    }

    /// Reads any item head by head and writes it again.
    static func rewrite(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
        var whole = CBORReader(bytes)
        try whole.skipItem(maximumDepth: 16)
        try whole.finish()
        return try CBORReader(bytes).shortestForm(of: 0..<bytes.count)
    }

    @Test func appendixA_definiteLengths_areWrittenAsTheyWere() throws {
        var count = 0
        for vector in try Self.appendixA() where vector.isRoundTrip && vector.hex != "f818" {
            let bytes = try Fixture.hex(vector.hex)
            #expect(try Self.rewrite(bytes) == bytes, "\(vector.hex)")
            count += 1
        }
        #expect(count == 64)
    }

    @Test func appendixA_longerFloats_becomeTheShortest() throws {
        let shortest = [
            "fa7f800000": "f97c00", "fa7fc00000": "f97e00", "faff800000": "f9fc00",
            "fb7ff0000000000000": "f97c00", "fb7ff8000000000000": "f97e00",
            "fbfff0000000000000": "f9fc00",
        ]
        for (long, short) in shortest {
            #expect(try Self.rewrite(try Fixture.hex(long)) == (try Fixture.hex(short)))
        }
    }

    @Test func appendixA_indefiniteLengths_areRefusedByName() throws {
        let expected: [String: Int] = [
            "5f42010243030405ff": 0, "7f657374726561646d696e67ff": 0, "9fff": 0,
            "9f018202039f0405ffff": 0, "9f01820203820405ff": 0, "83018202039f0405ff": 5,
            "83019f0203ff820405": 2,
            "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff": 0,
            "bf61610161629f0203ffff": 0, "826161bf61626163ff": 3, "bf6346756ef563416d7421ff": 0,
        ]
        var count = 0
        for vector in try Self.appendixA() {
            guard let offset = expected[vector.hex] else { continue }
            count += 1
            #expect(throws: WireError.indefiniteLength(at: offset), "\(vector.hex)") {
                try Self.rewrite(try Fixture.hex(vector.hex))
            }
        }
        #expect(count == expected.count)
    }

    // RFC 7049 allowed it, RFC 8949 does not.
    @Test func appendixA_simple24_isRefusedByName() {
        #expect(throws: WireError.invalidSimpleValue(at: 0)) { try Self.rewrite([0xf8, 24]) }
    }

    @Test func appendixA_numbers_haveTheirValues() throws {
        let list = try #require(try Fixture.json("cbor/appendix_a.json") as? [[String: Any]])
        var count = 0
        for vector in list {
            let bytes = try Fixture.hex(try #require(vector["hex"] as? String))
            guard let decoded = vector["decoded"] as? Double, bytes[0] >= 0xf9 else { continue }
            var reader = CBORReader(bytes)
            // Foundation's JSON is off by one unit in the last place at 3.4028234663852886e+38.
            #expect(abs(try reader.readDouble() - decoded) <= decoded.ulp, "\(vector)")
            count += 1
        }
        #expect(count == 13)
    }

    @Test func appendixF_everyItem_isRefused() throws {
        let groups = try #require(
            try Fixture.json("cbor/rfc8949_appendix_f_not_well_formed.json") as? [String: [String]])
        var count = 0
        for (group, items) in groups {
            for hex in items {
                let bytes = try Fixture.hex(hex)
                #expect(throws: WireError.self, "\(group): \(hex)") { try Self.rewrite(bytes) }
                count += 1
            }
        }
        #expect(count == 94)
    }

    @Test(arguments: [
        ("18", WireError.truncated(at: 0)), ("", .truncated(at: 0)),
        ("41", .lengthBeyondEnd(at: 0)), ("5bffffffffffffffff010203", .lengthBeyondEnd(at: 0)),
        ("7affffffff00", .lengthBeyondEnd(at: 0)),
        ("9b7fffffffffffffff00", .lengthBeyondEnd(at: 0)),
        ("bbffffffffffffffff0000", .lengthBeyondEnd(at: 0)), ("a20102", .lengthBeyondEnd(at: 0)),
        ("c0", .lengthBeyondEnd(at: 0)), ("1c", .reservedInformation(at: 0)),
        ("1f", .reservedInformation(at: 0)), ("df", .reservedInformation(at: 0)),
        ("81ff", .unexpectedBreak(at: 1)), ("5f4100", .indefiniteLength(at: 0)),
        ("f800", .invalidSimpleValue(at: 0)), ("62c328", .invalidUTF8(at: 0)),
        ("0000", .trailingBytes(at: 1)),
    ])
    func item_notWellFormed_isRefusedByName(hex: String, error: WireError) throws {
        let bytes = try Fixture.hex(hex)
        #expect(throws: error) { try Self.rewrite(bytes) }
    }

    @Test(arguments: [
        "1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3800", "580100", "7800",
        "9800", "b800", "d80400",
    ])
    func head_longerThanNeeded_isRefusedOnlyByDeterministicRules(hex: String) throws {
        let bytes = try Fixture.hex(hex)
        var lenient = CBORReader(bytes)
        try lenient.skipItem(maximumDepth: 2)
        var strict = CBORReader(bytes, rules: .deterministic)
        #expect(throws: WireError.notShortest(at: 0)) { try strict.skipItem(maximumDepth: 2) }
    }

    @Test func nesting_aMillionArrays_isRefusedAtTheLimit() {
        var reader = CBORReader([UInt8](repeating: 0x81, count: 1_000_000))
        #expect(throws: WireError.tooDeep(at: 4)) { try reader.skipItem(maximumDepth: 4) }
    }

    @Test func nesting_atTheLimit_isAccepted() throws {
        var reader = CBORReader([0x81, 0xa1, 0x00, 0xc4, 0x81, 0x00, 0x07])
        #expect(try reader.skipItem(maximumDepth: 4) == 0..<6)
        #expect(reader.remaining == 1)
        var empty = CBORReader([0x81, 0x81, 0x80])
        #expect(throws: WireError.tooDeep(at: 2)) { try empty.skipItem(maximumDepth: 2) }
    }

    @Test func skipItem_nestedContainers_endsWithTheItem() throws {
        let bytes = try Fixture.hex("8301820203a1048005")
        var reader = CBORReader(bytes)
        #expect(try reader.skipItem(maximumDepth: 4) == 0..<8)
        #expect(try reader.readUnsigned() == 5)
        #expect(reader.isAtEnd)
    }

    @Test func integers_atTheirBounds_areReadOrRefused() throws {
        var low = CBORReader(try Fixture.hex("3b7fffffffffffffff"))
        #expect(try low.readInteger() == Int64.min)
        var tooLow = CBORReader(try Fixture.hex("3b8000000000000000"))
        #expect(throws: WireError.integerOutOfRange(at: 0)) { try tooLow.readInteger() }
        var field = CBORReader(try Fixture.hex("1b001fffffffffffff"))
        #expect(try field.readField() == 9_007_199_254_740_991)
        var beyond = CBORReader(try Fixture.hex("1b0020000000000000"))
        #expect(throws: WireError.integerOutOfRange(at: 0)) { try beyond.readField() }
        var zero = CBORReader([0])
        #expect(throws: WireError.integerOutOfRange(at: 0)) { try zero.readField(atLeast: 1) }
    }

    @Test func types_others_areRefusedByName() {
        var number = CBORReader([0x00])
        #expect(throws: WireError.unexpectedType(at: 0, expected: .text)) {
            try number.readText()
        }
        var string = CBORReader([0x41, 0x00])
        #expect(throws: WireError.unexpectedLength(at: 0, expected: 32)) {
            try string.readBytes32()
        }
        var null = CBORReader([0xf6])
        #expect(throws: WireError.unexpectedSimpleValue(at: 0)) { try null.readBool() }
        var map = CBORReader([0xa0])
        #expect(throws: WireError.unexpectedCount(at: 0, expected: 1)) {
            try map.readMap(count: 1)
        }
    }

    @Test func payloadItem_limits_areRefusedByName() throws {
        let cases: [(String, WireError)] = [
            ("d9010000", .unsupportedTag(256, at: 0)),
            ("a2000118000 2".filter { $0 != " " }, .duplicateKey(at: 3)),
            ("a2f93c0001fa3f80000002", .duplicateKey(at: 5)),
            ("81a2616100616101", .duplicateKey(at: 5)),
            ("a2810001810002", .duplicateKey(at: 4)),
        ]
        for (hex, error) in cases {
            var reader = CBORReader(try Fixture.hex(hex))
            #expect(throws: error, "\(hex)") { try reader.skipPayloadItem(depth: 4) }
        }
        var long = CBORReader([0x79, 0x01, 0x00] + [UInt8](repeating: 0x61, count: 256))
        #expect(throws: WireError.textTooLong(at: 0)) { try long.skipPayloadItem(depth: 4) }
    }

    @Test func payloadItem_equalValuesOfOneMap_areNoDuplicates() throws {
        let bytes = try Fixture.hex("a30000010020 a2000001a10000".filter { $0 != " " })
        var reader = CBORReader(bytes)
        #expect(try reader.skipPayloadItem(depth: 4) == 0..<bytes.count)
    }

    @Test(arguments: [
        ("c3a9", true), ("e282ac", true), ("f09d849e", true), ("c080", false), ("c1bf", false),
        ("e08080", false), ("eda080", false), ("edbfbf", false), ("f0808080", false),
        ("f4908080", false), ("f5808080", false), ("80", false), ("c3", false), ("e282", false),
        ("f09d84", false), ("ed9fbf", true), ("ee8080", true), ("f48fbfbf", true), ("ff", false),
    ])
    func utf8_sequence_isJudgedAsByTheStandardLibrary(hex: String, isValid: Bool) throws {
        let bytes = try Fixture.hex(hex)
        #expect(UTF8Check.isValid(bytes, in: 0..<bytes.count) == isValid)
        #expect((String(validating: bytes, as: UTF8.self) != nil) == isValid)
    }

    @Test func utf8_randomBytes_areJudgedAsByTheStandardLibrary() {
        var random = Seeded("utf8")
        let starts: [UInt8] = [0x41, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf1, 0xf4, 0x80, 0xa0, 0xbf]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                starts.randomElement(using: &random) ?? 0
            }
            let expected = String(validating: bytes, as: UTF8.self) != nil
            #expect(UTF8Check.isValid(bytes, in: 0..<bytes.count) == expected, "\(bytes)")
        }
    }
}
