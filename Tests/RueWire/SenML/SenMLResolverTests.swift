import Testing

@testable import RueWire

@Suite struct SenMLResolverTests {
    @Test(arguments: [3, 4, 5, 6, 8, 10, 11, 12])
    func example_ofRFC8428_resolvesAsItsAuthorsDid(number: Int) throws {
        let pack = try SenMLVector.pack("senml/ex\(number).gen.json")
        let expected = try SenMLVector.resolved("senml/ex\(number).gen.resolved.json")
        #expect(try SenMLVector.resolve(pack) == expected)
    }

    // Their resolution takes "now" for the time that was not sent.
    @Test(arguments: [1, 2, 7])
    func example_withoutTime_resolvesToNow(number: Int) throws {
        let pack = try SenMLVector.pack("senml/ex\(number).gen.json")
        let records = try SenMLVector.resolve(pack)
        let expected = try SenMLVector.resolved("senml/ex\(number).gen.resolved.json")
        for (record, other) in zip(records, expected) {
            #expect(record.name == other.name)
            #expect(record.unit == other.unit)
            #expect(record.value == other.value)
            #expect(record.time == .relative(milliseconds: 0))
        }
    }

    // The authors' resolution leaves its fourth record out.
    @Test func example7_dataValue_isDecoded() throws {
        let records = try SenMLVector.resolve(try SenMLVector.pack("senml/ex7.gen.json"))
        #expect(records.count == 4)
        #expect(records[3].value == .data(Array("hi \n".utf8)))
    }

    // The example's authors did not resolve it.
    @Test func example13_timesBelowOneSecond_areExact() throws {
        let records = try SenMLVector.resolve(try SenMLVector.pack("senml/ex13.gen.json"))
        let milliseconds: [Int64] = [
            1_320_078_429_000, 1_320_078_429_000, 1_320_078_429_100, 1_320_078_429_100,
        ]
        #expect(records.map(\.time) == milliseconds.map { .absolute(milliseconds: $0) })
    }

    // RFC 8428 lets a record hold base fields only; Rue wants one value in each.
    @Test func example9_recordWithoutValue_isRefusedByName() throws {
        let pack = try SenMLVector.pack("senml/ex9.gen.json")
        #expect(throws: WireError.valueMissing(record: 0)) { try SenMLVector.resolve(pack) }
    }

    @Test(arguments: [3, 5])
    func example_inCBOR_resolvesAsItsAuthorsDid(number: Int) throws {
        let pack = try Fixture.bytes("senml/ex\(number).gen.cbor")
        let expected = try SenMLVector.resolved("senml/ex\(number).gen.resolved.json")
        #expect(try SenMLVector.resolve(pack) == expected)
    }

    @Test func example3_asABatch_isRefusedByItsNames() throws {
        let pack = try Fixture.bytes("senml/ex3.gen.cbor")
        #expect(throws: WireError.foreignName(record: 0)) {
            try Pack(decoding: pack, link: Sample.link(), baseName: Sample.baseName)
        }
    }

    @Test func baseValue_withDecimals_isAddedExactly() throws {
        // bv 0.1, v 0.2; then v 3e2; then a text, which it does not touch.
        let pack = try Fixture.hex(
            "83a30061612 4c48220 0102c4822002 a2006162 02c482021803 a2006163 036178"
                .filter { $0 != " " })
        var resolver = try SenMLResolver(pack)
        var values: [String] = []
        while let record = try resolver.next() { values.append(record.value.description) }
        #expect(values == ["0.3", "300.1", "x"])
    }

    @Test func baseValue_withFloat_becomesAFloat() throws {
        let pack = try Fixture.hex("81a3006161 24f93800 02c4822005".filter { $0 != " " })
        #expect(try SenMLVector.resolve(pack)[0].value == .double(1.0))
    }

    @Test func baseFields_inLaterRecords_replaceThoseBefore() throws {
        let pack = try Fixture.hex(
            "83 a4 2162612d 2361 41 00 6178 02 01 a3 2162622d 23 6142 02 02 a2 01 6143 02 03"
                .filter { $0 != " " })
        let records = try SenMLVector.resolve(pack)
        #expect(records.map(\.name) == ["a-x", "b-", "b-"])
        #expect(records.map(\.unit) == ["A", "B", "C"])
    }

    @Test func times_ofEveryForm_roundToTheMillisecond() throws {
        let cases: [(String, SenMLTime)] = [
            ("1a0fffffff", .relative(milliseconds: 268_435_455_000)),
            ("1a10000000", .absolute(milliseconds: 268_435_456_000)),
            ("c482221904d2", .relative(milliseconds: 1_234)),
            ("c482233904d1", .relative(milliseconds: -123)),
            ("c4822339 04d2", .relative(milliseconds: -124)),
            ("fb3f747ae147ae147b", .relative(milliseconds: 5)),
            ("29", .relative(milliseconds: -10_000)),
            ("c4820205", .relative(milliseconds: 500_000)),
            ("c4823105", .relative(milliseconds: 0)),
        ]
        for (hex, time) in cases {
            let pack = try Fixture.hex("81a3006161020006" + hex.filter { $0 != " " })
            #expect(try SenMLVector.resolve(pack)[0].time == time, "\(hex)")
        }
    }
}
