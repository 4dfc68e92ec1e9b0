import Foundation
import RueAggregatorCore
import RueWire
import Testing

@Suite struct ReadingFormatTests {
    private static let time: Int64 = 1_767_225_600_250
    private static let baseName = "urn:dev:mac:b827ebfffe3c9a01_"

    private func reading(
        _ value: SenMLValue, series: String = "air_temperature", unit: String? = "Cel",
        time: Int64? = Self.time, isUncertain: Bool = false, isVerified: Bool = true
    ) throws -> StoredReading {
        // The store's own type has no public initialiser: readings come from the store alone.
        try ReadingFixture.make(
            node: "kitchen", baseName: Self.baseName, series: series, unit: unit, value: value,
            time: time, isUncertain: isUncertain, isVerified: isVerified)
    }

    private func render(
        _ format: some ReadingFormat, _ readings: [StoredReading]
    ) -> String {
        var format = format
        var bytes = format.begin()
        for reading in readings {
            bytes += format.row(reading, nowMilliseconds: Self.time + 12_500)
        }
        bytes += format.end()
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let decimal = SenMLValue.decimal(DecimalFraction(milli: 21_370).normalised)

    @Test func csv_ofAReading_isOneLineWithExactValue() throws {
        let text = render(CSVFormat(), [try reading(Self.decimal)])
        #expect(
            text == """
                node,series,sensor,quantity,value,unit,time,age,verified,uncertain
                kitchen,air_temperature,air,temperature,21.37,Cel,2026-01-01T00:00:00.250Z,12.5,yes,no

                """)
    }

    @Test func csv_ofAwkwardText_isQuoted() throws {
        let text = render(
            CSVFormat(),
            [try reading(.text("a,\"b\"\nc"), series: "door_fault", unit: nil, time: nil)])
        #expect(text.hasSuffix("kitchen,door_fault,door,fault,\"a,\"\"b\"\"\nc\",,,,yes,yes\n"))
    }

    @Test func json_ofAReading_keepsEveryDigit() throws {
        let big = SenMLValue.decimal(
            try #require(DecimalFraction(mantissa: 9_007_199_254_740_993, exponent: -2)))
        let text = render(JSONLinesFormat(), [try reading(big, isVerified: false)])
        #expect(
            text == """
                {"node":"kitchen","series":"air_temperature","sensor":"air","quantity":"temperature",\
                "value":90071992547409.93,"unit":"Cel","time":"2026-01-01T00:00:00.250Z",\
                "age":12.5,"verified":false,"uncertain":false}

                """)
    }

    @Test func age_leftOut_isInNeitherHeaderNorLine() throws {
        let readings = [try reading(Self.decimal)]
        let csv = render(CSVFormat(tellsAge: false), readings)
        #expect(csv.hasPrefix("node,series,sensor,quantity,value,unit,time,verified,uncertain\n"))
        #expect(csv.hasSuffix(",2026-01-01T00:00:00.250Z,yes,no\n"))
        let json = render(JSONLinesFormat(tellsAge: false), readings)
        #expect(
            json.hasSuffix(
                ",\"time\":\"2026-01-01T00:00:00.250Z\",\"verified\":true,\"uncertain\":false}\n"))
    }

    @Test func unknownTime_isUncertain() throws {
        let readings = [try reading(Self.decimal, time: nil)]
        #expect(render(CSVFormat(), readings).hasSuffix(",Cel,,,yes,yes\n"))
        #expect(render(JSONLinesFormat(), readings).hasSuffix("\"uncertain\":true}\n"))
    }

    @Test func guessedTime_isMarkedInEveryFormat() throws {
        let guessed = [try reading(Self.decimal, isUncertain: true)]
        #expect(render(CSVFormat(), guessed).hasSuffix(",12.5,yes,yes\n"))
        #expect(render(JSONLinesFormat(), guessed).hasSuffix("\"uncertain\":true}\n"))
        let table = TableFormat(fitting: guessed, nowMilliseconds: Self.time)
        #expect(render(table, guessed).contains("00:00:00.250Z?"))
    }

    @Test(arguments: ["plain", "q\"b\\", "line\nline\t\r", "\u{1B}[2J\u{7F}\u{9B}", "Küche 🌡"])
    func json_ofAnyText_readsBack(text: String) throws {
        let line = render(JSONLinesFormat(), [try reading(.text(text), time: nil)])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["value"] as? String == text)
        #expect(object["time"] is NSNull)
        #expect(!line.dropLast().utf8.contains { $0 < 0x20 || $0 == 0x7F })
    }

    @Test func senML_ofSeveralKinds_isAValidPack() throws {
        let text = render(
            SenMLJSONFormat(),
            [
                try reading(Self.decimal),
                try reading(.text("x"), series: "door_fault", unit: nil),
                try reading(.bool(true), series: "door_open", unit: nil),
                try reading(.data([0xFB, 0xFF]), series: "door_raw", unit: nil),
                try reading(Self.decimal, time: nil),
            ])
        let records = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(records.count == 4)
        #expect(records[0]["n"] as? String == Self.baseName + "air_temperature")
        #expect(records[0]["u"] as? String == "Cel")
        #expect(text.contains("\"v\":21.37,\"t\":1767225600.25}"))
        #expect(records[1]["vs"] as? String == "x")
        #expect(records[2]["vb"] as? Bool == true)
        #expect(records[3]["vd"] as? String == "-_8")
    }

    @Test func senML_ofNothing_isAnEmptyArray() throws {
        let text = render(SenMLJSONFormat(), [])
        let records = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any]
        #expect(records?.isEmpty == true)
    }

    @Test func senMLCBOR_ofAReading_isExact() throws {
        var format = SenMLCBORFormat()
        var bytes = format.begin()
        bytes += format.row(try reading(Self.decimal, unit: nil), nowMilliseconds: 0)
        bytes += format.row(try reading(Self.decimal, time: nil), nowMilliseconds: 0)
        bytes += format.end()
        let name = Array((Self.baseName + "air_temperature").utf8)
        let expected: [UInt8] =
            [0x9F, 0xA3, 0x00, 0x78, UInt8(name.count)] + name
            // 2: 4([-2, 2137]), 6: 4([-2, 176722560025])
            + [0x02, 0xC4, 0x82, 0x21, 0x19, 0x08, 0x59]
            + [0x06, 0xC4, 0x82, 0x21, 0x1B, 0x00, 0x00, 0x00, 0x29, 0x25, 0x7C, 0x44, 0x19, 0xFF]
        #expect(Hex.encode(bytes) == Hex.encode(expected))
    }

    @Test func table_ofAReading_isAligned() throws {
        let sample = [
            try reading(Self.decimal),
            try reading(
                .text("no\u{1B}answer"), series: "a_fault", unit: nil, time: nil,
                isVerified: false),
        ]
        let lines = render(
            TableFormat(fitting: sample, nowMilliseconds: Self.time), sample
        ).split(separator: "\n")
        #expect(
            lines == [
                "NODE     SENSOR  QUANTITY     VALUE       UNIT  TIME                      AGE    VERIFIED",
                "kitchen  air     temperature      21.37   Cel   2026-01-01T00:00:00.250Z  12 s   yes",
                "kitchen  a       fault        no\\u{1b}answer        not known                 -      NO",
            ])
    }

    @Test func table_ofNumbers_hasTheirPointsBelowEachOther() throws {
        let values: [Int64] = [101_325_000, 21_370, -5, 3_000]
        let sample = try values.map {
            try reading(.decimal(DecimalFraction(milli: $0).normalised))
        }
        let lines = render(TableFormat(fitting: sample, nowMilliseconds: Self.time), sample)
            .split(separator: "\n").dropFirst()
        #expect(
            lines.map { String($0.dropFirst(30).prefix(10)) } == [
                "101325    ", "    21.37 ", "    -0.005", "     3    ",
            ])
    }

    @Test func table_ofALongText_shortensItAndKeepsTheColumns() throws {
        let sample = [
            try reading(.text(String(repeating: "x", count: 200)), series: "air_fault", unit: nil),
            try reading(Self.decimal),
        ]
        let lines = render(TableFormat(fitting: sample, nowMilliseconds: Self.time), sample)
            .split(separator: "\n")
        #expect(lines[1].contains(" " + String(repeating: "x", count: 39) + "… "))
        #expect(lines[2].hasPrefix("kitchen  air     temperature      21.37   Cel "))
    }

    @Test(arguments: [(0, "0 items"), (1, "1 item"), (2, "2 items")])
    func count_hasTheRightPlural(count: Int, text: String) {
        #expect(TerminalText.count(count, "item") == text)
    }

    @Test(arguments: [
        (Int64(0), "0 s"), (-1_500, "-1 s"), (119_999, "119 s"), (120_000, "2 min"),
        (7_199_999, "119 min"), (7_200_000, "2 h"), (172_800_000, "2 d"),
    ])
    func span_ofMilliseconds_isInAFittingUnit(milliseconds: Int64, text: String) {
        #expect(TerminalText.span(milliseconds: milliseconds) == text)
    }

    @Test(arguments: [
        (Int64(0), "0"), (1_500, "1.5"), (-250, "-0.25"), (1_000, "1"), (1_001, "1.001"),
    ])
    func seconds_ofMilliseconds_areExact(milliseconds: Int64, text: String) {
        #expect(JSONText.seconds(milliseconds: milliseconds) == text)
    }

    @Test func doubles_areWrittenShortest() {
        #expect(ValueText.plain(.double(21.5)) == "21.5")
        #expect(ValueText.plain(.double(3)) == "3")
        #expect(ValueText.plain(.double(0.1)) == "0.1")
        #expect(ValueText.json(.double(1e-7)) == "1e-07")
    }
}
