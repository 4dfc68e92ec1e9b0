import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct FormatTests {
    @Test(arguments: [
        (21.37, 1, "21.4"), (-0.04, 1, "0.0"), (-18.25, 1, "−18.3"), (1013.249, 1, "1013.2"),
        (47.5, 0, "48"), (0.05, 2, "0.05"), (-0.5, 0, "−1"), (.nan, 1, "–"), (1e30, 1, "1e+30"),
    ])
    func number_ofDouble_isRounded(value: Double, places: Int, text: String) {
        #expect(NumberText.fixed(value, places: places) == text)
    }

    @Test(arguments: [
        (Int64(101_324), 0, "1013.2"), (101_325_000, -3, "1013.3"), (-5, 0, "−0.1"), (0, 0, "0.0"),
    ])
    func pressure_inPascal_isShownInHectopascal(mantissa: Int64, exponent: Int, text: String) throws
    {
        let value = try #require(DecimalFraction(mantissa: mantissa, exponent: exponent))
        let style = QuantityStyle.of("pressure", unit: "Pa")
        #expect(style.number(.decimal(value)) == text)
        #expect(style.unit == "hPa")
    }

    @Test func exactHalf_isRoundedFromTheDigitsAndNotFromAFloat() throws {
        // 2.35 lies below its half as a double: a float would give 2.3.
        let value = try #require(DecimalFraction(mantissa: 235, exponent: -2))
        #expect(QuantityStyle.temperature.text(.decimal(value)) == "2.4\u{A0}°C")
    }

    @Test func unknownQuantity_isShownAsSigned() {
        let style = QuantityStyle.of("co2_level", unit: "ppm")
        #expect(style.title == "Co2 level")
        #expect(style.text(.decimal(DecimalFraction(integer: 417))) == "417.00\u{A0}ppm")
        #expect(QuantityStyle.of("pressure", unit: "bar").unit == "bar")
    }

    @Test(arguments: [
        (Int64(-5), "0 s"), (999, "0 s"), (12_000, "12 s"), (59_999, "59 s"), (60_000, "1 min"),
        (3_599_999, "59 min"), (7_200_000, "2 h"), (172_799_000, "47 h"), (172_800_000, "2 days"),
    ])
    func span_isSaidInItsLargestUnit(milliseconds: Int64, text: String) {
        #expect(SpanText.text(milliseconds: milliseconds).replacing("\u{A0}", with: " ") == text)
    }

    @Test func count_groupsThousands() {
        #expect(NumberText.count(1_234_567) == "1\u{202F}234\u{202F}567")
        #expect(NumberText.count(999) == "999")
    }

    @Test func localTime_isOnTheGivenClock() {
        let zone = ServerZone.fixed(seconds: 3_600, name: "CET")
        let local = zone.local(milliseconds: PageFixture.now)
        #expect(local.full == "20\u{A0}Nov 2026, 14:00")
        #expect(local.weekday == "Fri 20\u{A0}Nov")
        #expect(zone.local(milliseconds: -1_000).full == "1\u{A0}Jan 1970, 00:59")
    }

    @Test func nodeLink_encodesWhatAPathCannotHold() {
        #expect(NodeLink.path("a/b?c#d e\"é") == "/node/a%2Fb%3Fc%23d%20e%22%C3%A9")
    }
}
