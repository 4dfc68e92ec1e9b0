import Testing

@testable import RueWire

@Suite struct PackTests {
    static func decode(_ pack: [UInt8], hasClock: Bool = true) throws(WireError) -> Pack {
        try Pack(decoding: pack, link: Sample.link(hasClock: hasClock), baseName: Sample.baseName)
    }

    /// One record of fields in hexadecimal, after `n` = `a` under the node's name, without clock.
    static func record(_ fields: String, count: Int) throws -> [UInt8] {
        let start = CBOREncoder.record(count: count + 2)
        return start + (try Fixture.hex(fields.filter { $0 != " " }))
    }

    static func refusal(_ fields: String, count: Int) throws -> WireError? {
        let pack = try record(fields, count: count)
        do throws(WireError) {
            _ = try decode(pack, hasClock: false)
            return nil
        } catch {
            return error
        }
    }

    @Test func pack_ofANode_hasItsRecords() throws {
        let pack = try Self.decode(Sample.pack())
        let utc = Sample.utcMilliseconds
        #expect(
            pack.records == [
                SenMLRecord(
                    name: Sample.baseName + "air_temperature", unit: "Cel",
                    value: .decimal(
                        DecimalFraction(mantissa: 2_137, exponent: -2) ?? .init(milli: 0)),
                    time: .absolute(milliseconds: utc - 10_000)),
                SenMLRecord(
                    name: Sample.baseName + "air_humidity", unit: "%RH",
                    value: .decimal(DecimalFraction(integer: 45)),
                    time: .absolute(milliseconds: utc - 10_000)),
                SenMLRecord(
                    name: Sample.baseName + "air_pressure", unit: "Pa",
                    value: .decimal(
                        DecimalFraction(mantissa: 10_065_327, exponent: -2) ?? .init(milli: 0)),
                    time: .absolute(milliseconds: utc - 9_950)),
                SenMLRecord(
                    name: Sample.baseName + "attic_fault", unit: nil,
                    value: .text("no acknowledge"),
                    time: .absolute(milliseconds: utc)),
            ])
        #expect(pack.count == 4)
        #expect(pack.timeRange == utc - 10_000...utc)
        #expect(!pack.isRepacked)
    }

    @Test func pack_withoutClock_hasRelativeTimes() throws {
        let pack = try Self.decode(Sample.pack(hasClock: false), hasClock: false)
        #expect(pack.timeRange == -10_000...0)
        #expect(pack.records[2].time == .relative(milliseconds: -9_950))
    }

    @Test func visit_whileDecoding_seesEveryRecordInOrder() throws {
        var names: [String] = []
        let pack = try Pack(
            decoding: Sample.pack(), link: Sample.link(), baseName: Sample.baseName
        ) { record in
            var name: [UInt8] = []
            record.appendName(to: &name, droppingFirst: Sample.baseName.utf8.count)
            names.append(String(decoding: name, as: UTF8.self))
        }
        #expect(names == ["air_temperature", "air_humidity", "air_pressure", "attic_fault"])
        var again: [Int] = []
        pack.forEachRecord { again.append($0.index) }
        #expect(again == [0, 1, 2, 3])
    }

    @Test func repacked_firstRecordSaysSo_isTold() throws {
        var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: nil)
        encoder.append(
            name: "node_repacked", unit: nil, value: .text("fork"), timeOffsetMilliseconds: 0)
        #expect(try Self.decode(encoder.encode(), hasClock: false).isRepacked)
        var number = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: nil)
        number.append(
            name: "node_repacked", unit: nil, value: .bool(true), timeOffsetMilliseconds: 0)
        number.append(
            name: "node_repacked", unit: nil, value: .text("fork"), timeOffsetMilliseconds: 0)
        #expect(try !Self.decode(number.encode(), hasClock: false).isRepacked)
    }

    @Test(arguments: [
        ("0200", 1), ("02c4822018d5", 1), ("02f93e00", 1), ("02fb3ff199999999999a", 1),
        ("02 3b7fffffffffffffff", 1), ("036161", 1), ("0360", 1), ("04f5", 1), ("0840", 1),
        ("0200 01 6143", 2), ("0200 05f97e00", 2), ("0200 25f97e00", 2), ("0200 0781 00", 2),
        ("0200 200a", 2), ("0200 2001", 2), ("0200 09f6", 2), ("0200 2681 80", 2),
        ("0200 63666f6f f7", 2), ("0200 60f6", 2), ("0200 1b00000000000000ff 00", 2),
        ("1802 00", 1), ("0200 0600", 2), ("0200 06c48220391fff", 2), ("0200 6161c4820102", 2),
    ])
    func record_withinTheRules_isAccepted(fields: String, count: Int) throws {
        #expect(try Self.refusal(fields, count: count) == nil, "\(fields)")
    }

    // The fields begin at byte 37.
    @Test(arguments: [
        ("02f97e00", 1, WireError.notFinite(at: 38)), ("02f97c00", 1, .notFinite(at: 38)),
        ("02faff800000", 1, .notFinite(at: 38)), ("02fb7ff0000000000001", 1, .notFinite(at: 38)),
        ("0200 06f97e00", 2, .notFinite(at: 40)), ("0200 24f97e00", 2, .notFinite(at: 40)),
        ("02c4821300", 1, .exponentOutOfRange(at: 40)),
        ("02c4823200", 1, .exponentOutOfRange(at: 40)),
        ("021b8000000000000000", 1, .numberOutOfRange(at: 38)),
        ("02c482001b8000000000000000", 1, .integerOutOfRange(at: 41)),
        ("02c24101", 1, .unsupportedTag(2, at: 38)), ("02c10000", 1, .unsupportedTag(1, at: 38)),
        ("02c48100", 1, .unexpectedCount(at: 39, expected: 2)),
        ("026130", 1, .unexpectedType(at: 38, expected: .unsigned)),
        ("02f5", 1, .unexpectedType(at: 38, expected: .unsigned)),
        ("0300", 1, .unexpectedType(at: 38, expected: .text)),
        ("0400", 1, .unexpectedSimpleValue(at: 38)),
        ("086130", 1, .unexpectedType(at: 38, expected: .byteString)),
        ("0142 0000", 1, .unexpectedType(at: 38, expected: .text)),
        ("016143", 1, .valueMissing(record: 0)), ("0500", 1, .valueMissing(record: 0)),
        ("0200 04f5", 2, .severalValues(record: 0)), ("036161 0840", 2, .severalValues(record: 0)),
        ("0200 0201", 2, .duplicateKey(at: 39)), ("0200 180201", 2, .duplicateKey(at: 39)),
        ("0200 006161", 2, .duplicateKey(at: 39)), ("0200 0900 0901", 3, .duplicateKey(at: 41)),
        ("0200 616100 61 6101", 3, .duplicateKey(at: 42)),
        ("0200 616100 78016101", 3, .duplicateKey(at: 42)),
        ("0200 0500 0501", 3, .duplicateKey(at: 41)),
        ("0200 62615f00", 2, .unknownMandatoryLabel(at: 39)),
        ("0200 615f00", 2, .unknownMandatoryLabel(at: 39)),
        ("0200 416100", 2, .invalidLabel(at: 39)), ("0200 f600", 2, .invalidLabel(at: 39)),
        ("0200 c40000", 2, .invalidLabel(at: 39)),
        ("0200 200b", 2, .packVersion(at: 40)), ("0200 2000", 2, .packVersion(at: 40)),
        ("0200 2020", 2, .packVersion(at: 40)),
        ("0200 0160", 2, .invalidUnit(record: 0)),
        ("0200 01714141414141414141414141414141414141", 2, .invalidUnit(record: 0)),
        ("0200 236 0", 2, .invalidUnit(record: 0)),
        ("0362c328", 1, .invalidUTF8(at: 38)), ("0200 61ff00", 2, .invalidUTF8(at: 39)),
        ("037fff", 1, .indefiniteLength(at: 38)), ("085fff", 1, .indefiniteLength(at: 38)),
        ("0200 099fff", 2, .indefiniteLength(at: 40)),
        ("0200 09bfff", 2, .indefiniteLength(at: 40)),
        ("0200 098181 80", 2, .tooDeep(at: 42)), ("0200 09818181 00", 2, .tooDeep(at: 42)),
        ("0200 09c0 00", 2, .unsupportedTag(0, at: 40)),
        ("0200 0978ff6161", 2, .lengthBeyondEnd(at: 40)),
        ("0200 099b7fffffffffffffff", 2, .lengthBeyondEnd(at: 40)),
        ("03 7a00010000 61", 1, .lengthBeyondEnd(at: 38)),
        ("0200 0601", 2, .timeAfterBatch(record: 0)),
        ("0200 22 00", 2, .baseTimeWithoutClock(record: 0)),
        ("0200 22 1a68000000", 2, .baseTimeWithoutClock(record: 0)),
        ("0200 06 1a68000000", 2, .timeAfterBatch(record: 0)),
        ("0200 06 1b001fffffffffffff", 2, .timeOutOfRange(record: 0)),
        ("0200 06 fb7fefffffffffffff", 2, .timeOutOfRange(record: 0)),
        ("0200 06 c482121b7fffffffffffffff", 2, .timeOutOfRange(record: 0)),
        ("0200 00", 1, .trailingBytes(at: 39)), ("0200 09", 2, .truncated(at: 40)),
    ])
    func record_againstARule_isRefusedByName(
        fields: String, count: Int, error: WireError
    ) throws {
        #expect(try Self.refusal(fields, count: count) == error, "\(fields)")
    }

    @Test(arguments: [
        ("urn:dev:mac:b827ebfffe3c9a02_a", WireError.foreignName(record: 0)),
        ("urn:dev:mac:b827ebfffe3c9a01_", .foreignName(record: 0)),
        ("urn:dev:mac:b827ebfffe3c9a01", .foreignName(record: 0)),
        ("urn:dev:mac:b827ebfffe3c9a01-a", .foreignName(record: 0)),
        ("a", .foreignName(record: 0)), ("", .invalidName(record: 0)),
        ("_urn:dev:mac:b827ebfffe3c9a01_a", .invalidName(record: 0)),
        ("urn:dev:mac:b827ebfffe3c9a01_ä", .invalidName(record: 0)),
        ("urn:dev:mac:b827ebfffe3c9a01_a b", .invalidName(record: 0)),
        ("urn:dev:mac:b827ebfffe3c9a01_a+b", .invalidName(record: 0)),
    ])
    func name_notUnderTheBaseName_isRefusedByName(name: String, error: WireError) {
        for split in 0...name.utf8.count {
            let bytes = Array(name.utf8)
            var encoder = CBOREncoder()
            encoder.array(count: 1)
            encoder.map(count: 3)
            encoder.integer(-2)
            encoder.encoded(CBOREncoder.text(Array(bytes[..<split])))
            encoder.integer(0)
            encoder.encoded(CBOREncoder.text(Array(bytes[split...])))
            encoder.integer(2)
            encoder.integer(0)
            // Splitting a letter in two makes the text invalid instead.
            guard String(validating: bytes[..<split], as: UTF8.self) != nil else { continue }
            #expect(throws: error, "\(name) at \(split)") {
                try Self.decode(encoder.bytes, hasClock: false)
            }
        }
    }

    @Test func name_splitAnywhere_isAccepted() throws {
        let name = Array("urn:dev:mac:b827ebfffe3c9a01_A-z:0./_".utf8)
        for split in 0...name.count {
            var encoder = CBOREncoder()
            encoder.array(count: 1)
            encoder.map(count: 3)
            encoder.integer(-2)
            encoder.encoded(CBOREncoder.text(Array(name[..<split])))
            encoder.integer(0)
            encoder.encoded(CBOREncoder.text(Array(name[split...])))
            encoder.integer(2)
            encoder.integer(0)
            let pack = try Self.decode(encoder.bytes, hasClock: false)
            #expect(pack.records[0].name.utf8.elementsEqual(name))
        }
    }

    @Test func name_underABaseNameThatReplacesTheNodes_isForeign() throws {
        var encoder = CBOREncoder()
        encoder.array(count: 2)
        for base in [Sample.baseName, "urn:dev:mac:b827ebfffe3c9a02_"] {
            encoder.map(count: 3)
            encoder.integer(0)
            encoder.text("a")
            encoder.integer(2)
            encoder.integer(0)
            encoder.integer(-2)
            encoder.text(base)
        }
        #expect(throws: WireError.foreignName(record: 1)) {
            try Self.decode(encoder.bytes, hasClock: false)
        }
    }

    @Test func unit_of16Characters_countsLettersNotBytes() throws {
        let text = String(repeating: "ä", count: 16)
        var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: nil)
        encoder.append(name: "a", unit: text, value: .bool(true), timeOffsetMilliseconds: 0)
        #expect(try Self.decode(encoder.encode(), hasClock: false).records[0].unit == text)
    }

    @Test func text_of255Bytes_isTheLongest() throws {
        for count in [255, 256] {
            var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: nil)
            encoder.append(
                name: "a", unit: nil, value: .text(String(repeating: "x", count: count)),
                timeOffsetMilliseconds: 0)
            if count == 255 {
                _ = try Self.decode(encoder.encode(), hasClock: false)
            } else {
                #expect(throws: WireError.textTooLong(at: 6)) {
                    try Self.decode(encoder.encode(), hasClock: false)
                }
            }
        }
    }

    @Test func records_moreThan1024_areRefusedByName() throws {
        for (count, error) in [(1_024, nil), (1_025, WireError.tooManyRecords(1_025))] {
            var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: nil)
            for _ in 0..<count {
                encoder.append(name: "a", unit: nil, value: .bool(true), timeOffsetMilliseconds: 0)
            }
            if let error {
                #expect(throws: error) { try Self.decode(encoder.encode(), hasClock: false) }
            } else {
                #expect(try Self.decode(encoder.encode(), hasClock: false).count == count)
            }
        }
        #expect(throws: WireError.emptyPack) { try Self.decode([0x80]) }
    }

    @Test func pack_notAnArrayOfMaps_isRefusedByName() {
        #expect(throws: WireError.truncated(at: 0)) { try Self.decode([]) }
        #expect(throws: WireError.unexpectedType(at: 0, expected: .array)) {
            try Self.decode([0xa0])
        }
        #expect(throws: WireError.unexpectedType(at: 1, expected: .map)) {
            try Self.decode([0x81, 0x00])
        }
        #expect(throws: WireError.indefiniteLength(at: 0)) { try Self.decode([0x9f, 0xff]) }
        #expect(throws: WireError.indefiniteLength(at: 1)) { try Self.decode([0x81, 0xbf, 0xff]) }
        #expect(throws: WireError.lengthBeyondEnd(at: 0)) {
            try Self.decode([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xa0])
        }
    }

    @Test func time_withClock_isAbsoluteAndNotBefore2025() throws {
        let cases: [(Int64, WireError?)] = [
            (WireLimits.earliestMilliseconds, nil),
            (WireLimits.earliestMilliseconds - 1, .timeTooEarly(record: 0)),
            (300_000_000_000, .timeTooEarly(record: 0)), (1_000, .timeNotAbsolute(record: 0)),
            (WireLimits.latestMilliseconds - 1, nil),
            (WireLimits.latestMilliseconds, .timeOutOfRange(record: 0)),
        ]
        for (time, error) in cases {
            var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: time)
            encoder.append(name: "a", unit: nil, value: .bool(true), timeOffsetMilliseconds: 0)
            if let error {
                #expect(throws: error) { try Self.decode(encoder.encode()) }
            } else {
                #expect(try Self.decode(encoder.encode()).timeRange == time...time)
            }
        }
    }

    @Test func time_ofTheHeaderBefore2025_isRefused() {
        var link = Sample.link()
        link.utcMilliseconds = UInt64(WireLimits.earliestMilliseconds) - 1
        #expect(throws: WireError.timeTooEarly(record: nil)) {
            try Pack(decoding: Sample.pack(), link: link, baseName: Sample.baseName)
        }
    }

    @Test func time_ofTheHeaderAfter9999_isRefused() throws {
        var link = Sample.link()
        link.utcMilliseconds = UInt64(WireLimits.latestMilliseconds)
        #expect(throws: WireError.timeOutOfRange(record: nil)) {
            try Pack(decoding: Sample.pack(), link: link, baseName: Sample.baseName)
        }
        link.utcMilliseconds = UInt64(WireLimits.latestMilliseconds) - 1
        _ = try Pack(decoding: Sample.pack(), link: link, baseName: Sample.baseName)
    }

    @Test func pack_cutAnywhere_isRefused() {
        let pack = Sample.pack()
        for count in 0..<pack.count {
            #expect(throws: WireError.self) { try Self.decode(Array(pack.prefix(count))) }
        }
    }
}

extension CBOREncoder {
    /// A text of any bytes, also such that are not UTF-8.
    static func text(_ bytes: [UInt8]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.head(.text, UInt64(bytes.count))
        encoder.encoded(bytes)
        return encoder.bytes
    }

    /// A pack of one record, of which all but the name is still to come.
    static func record(count: Int) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(count: 1)
        encoder.map(count: count)
        encoder.integer(-2)
        encoder.text(Sample.baseName)
        encoder.integer(0)
        encoder.text("a")
        return encoder.bytes
    }
}
