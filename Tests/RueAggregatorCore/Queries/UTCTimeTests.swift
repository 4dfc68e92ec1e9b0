import Foundation
import RueTestSupport
import Testing

@testable import RueAggregatorCore

@Suite struct UTCTimeTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_767_225_599_999, "2025-12-31T23:59:59.999Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func text_ofKnownTimes_isRFC3339(milliseconds: Int64, text: String) {
        #expect(UTCTime.text(milliseconds: milliseconds) == text)
        #expect(UTCTime.parse(text) == milliseconds)
    }

    @Test func text_ofRandomTimes_agreesWithFoundationAndReadsBack() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("UTCTime"))
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime]
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
            // Foundation's calendar is Julian before 1582.
            guard seconds > -12_000_000_000 else { continue }
            let date = Date(timeIntervalSince1970: Double(seconds))
            let text = UTCTime.text(milliseconds: seconds * 1_000)
            #expect(text.replacing(".000Z", with: "Z") == formatter.string(from: date))
            #expect(UTCTime.parse(text) == seconds * 1_000)
        }
    }

    @Test(arguments: [("90s", Int64(90_000)), ("15m", 900_000), ("2d", 172_800_000), ("0h", 0)])
    func span_ofEveryForm_isMilliseconds(text: String, milliseconds: Int64) {
        #expect(TimeExpression.parseSpan(text) == milliseconds)
    }

    @Test(arguments: ["", "d", "-1d", "1", "1.5h", "1D", "1 d", "9223372036854775807w", "١d"])
    func span_thatIsNone_isRefused(text: String) {
        #expect(TimeExpression.parseSpan(text) == nil)
    }

    @Test(arguments: [
        ("2025-12-31", Int64(1_767_139_200_000)), ("2025-12-31T00:00", 1_767_139_200_000),
        ("2025-12-31 01:00:00+01:00", 1_767_139_200_000),
        ("2025-12-30t23:00:00-01:00", 1_767_139_200_000),
        ("2025-12-31T00:00:00.2509z", 1_767_139_200_250),
        ("2025-12-31T00:00:00.5", 1_767_139_200_500),
    ])
    func parse_ofEveryForm_isUTC(text: String, milliseconds: Int64) {
        #expect(UTCTime.parse(text) == milliseconds)
    }

    @Test(arguments: [
        "", "2025", "2025-13-01", "2025-02-29", "2025-04-31", "2025-1-1", "2025-01-01T",
        "2025-01-01T24:00", "2025-01-01T00:60", "2025-01-01T00:00:60", "2025-01-01T00:00:00.",
        "2025-01-01T00:00x", "2025-01-01T00:00+1", "2025-01-01T00:00+24:00", "0000-01-01",
        "２０２５-01-01",
    ])
    func parse_ofNoTime_isNil(text: String) {
        #expect(UTCTime.parse(text) == nil)
    }

    @Test(arguments: [
        ("now", Int64(5_000_000_000)), ("-90s", 4_999_910_000), ("-30m", 4_998_200_000),
        ("-24h", 4_913_600_000), ("-7d", 4_395_200_000), ("-2w", 3_790_400_000),
        ("-0s", 5_000_000_000),
        ("1970-01-02", 86_400_000),
    ])
    func expression_relativeToNow_isResolved(text: String, milliseconds: Int64) {
        #expect(TimeExpression.parse(text, nowMilliseconds: 5_000_000_000) == milliseconds)
    }

    @Test(arguments: [
        "-", "-h", "-5", "-5y", "--5h", "-+5h", "-5.5h", "5h", "-99999999999999999w", "soon",
    ])
    func expression_ofNoTime_isNil(text: String) {
        #expect(TimeExpression.parse(text, nowMilliseconds: 5_000_000_000) == nil)
    }

    @Test(arguments: [
        ("2026-13-01", "a month from 01 to 12"), ("2026-02-30", "a day of that month"),
        ("2026-00-01T10:00Z", "a month from 01 to 12"), ("yesterday", nil), ("2026-01-01x", nil),
    ])
    func fault_ofADate_namesItsPart(text: String, fault: String?) {
        #expect(TimeExpression.parse(text, nowMilliseconds: 0) == nil)
        #expect(TimeExpression.fault(in: text) == fault)
    }
}
