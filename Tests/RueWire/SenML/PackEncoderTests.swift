import Testing

@testable import RueWire

@Suite struct PackEncoderTests {
    @Test func pack_ofOneRecord_isDeterministicCBOR() {
        var encoder = PackEncoder(baseName: "b_", baseTimeMilliseconds: 1_767_323_045_678)
        encoder.append(
            name: "t", unit: "Cel", value: .decimal(DecimalFraction(milli: 21_370)),
            timeOffsetMilliseconds: -10_000)
        // [{0: "t", 1: "Cel", 2: 4([-2, 2137]), 6: -10, -2: "b_", -3: 4([-3, 1767323045678])}]
        let expected =
            "81a6 006174 016343656c 02c48221190859 0629 2162625f 22c482221b0000019b7ca98f2e"
        #expect(Hex.encode(encoder.encode()) == expected.filter { $0 != " " })
        #expect(encoder.encodedCount == encoder.encode().count)
    }

    @Test func keys_ofEveryKindOfValue_ascend() throws {
        let values: [SenMLValue] = [
            .decimal(DecimalFraction(integer: -1)), .double(0.1), .text("x"), .bool(true),
            .data([1, 2]),
        ]
        for value in values {
            for time in [0, -5] as [Int64] {
                var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: nil)
                encoder.append(name: "a", unit: "m", value: value, timeOffsetMilliseconds: time)
                var reader = CBORReader(encoder.encode(), rules: .deterministic)
                try reader.readArray(count: 1)
                var keys: [[UInt8]] = []
                for _ in 0..<(try reader.readMap(count: time == 0 ? 4 : 5)) {
                    keys.append(Array(reader.bytes[try reader.skipItem(maximumDepth: 0)]))
                    try reader.skipItem(maximumDepth: 2)
                }
                try reader.finish()
                #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
            }
        }
    }

    @Test func encodedCount_anyNumberOfRecords_isExact() {
        var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: nil)
        for count in 1...300 {
            encoder.append(name: "a", unit: nil, value: .bool(true), timeOffsetMilliseconds: 0)
            #expect(encoder.count == count)
            #expect(encoder.encodedCount == encoder.encode().count)
        }
    }

    @Test func records_ofAnyValue_comeBack() throws {
        var random = Seeded("pack")
        for round in 0..<300 {
            let hasClock = round % 2 == 0
            let base = hasClock ? Sample.utcMilliseconds : nil
            var encoder = PackEncoder(baseName: Sample.baseName, baseTimeMilliseconds: base)
            var expected: [SenMLRecord] = []
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let record = Self.record(hasClock: hasClock, using: &random)
                expected.append(record.resolved)
                encoder.append(
                    name: record.name, unit: record.resolved.unit, value: record.resolved.value,
                    timeOffsetMilliseconds: record.offset)
            }
            let pack = try Pack(
                decoding: encoder.encode(), link: Sample.link(hasClock: hasClock),
                baseName: Sample.baseName)
            #expect(pack.records == expected)
        }
    }

    private static func record(
        hasClock: Bool, using random: inout Seeded
    ) -> (name: String, offset: Int64, resolved: SenMLRecord) {
        let name = "sensor\(UInt8.random(in: 0...9, using: &random))_quantity"
        let offset = Int64.random(in: -86_400_000...0, using: &random)
        let units = [nil, "Cel", "%RH", "Pa", "µg/m³"] as [String?]
        let unit = units.randomElement(using: &random) ?? nil
        let resolved = SenMLRecord(
            name: Sample.baseName + name, unit: unit, value: value(using: &random),
            time: hasClock
                ? .absolute(milliseconds: Sample.utcMilliseconds + offset)
                : .relative(milliseconds: offset))
        return (name, offset, resolved)
    }

    private static func value(using random: inout Seeded) -> SenMLValue {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .text(String(repeating: "ü", count: Int.random(in: 0...127, using: &random)))
        case 1: .bool(Bool.random(using: &random))
        case 2: .data(random.bytes(Int.random(in: 0...300, using: &random)))
        case 3: .double(Double.random(in: -1e9...1e9, using: &random))
        case 4: .decimal(DecimalFraction(integer: Int64(bitPattern: random.next())).normalised)
        default:
            .decimal(
                DecimalFraction(
                    uncheckedMantissa: Int64(bitPattern: random.next()) >> 20,
                    exponent: Int.random(in: -18...6, using: &random)
                ).normalised)
        }
    }
}
