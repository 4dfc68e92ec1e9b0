import Testing

@testable import RueAgentCore

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
        (1_795_216_215_653, "2026-11-20T23:10:15.653Z"),
        (4_107_542_399_000, "2100-02-28T23:59:59.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func time_isWrittenAsOnTheCalendar(milliseconds: UInt64, text: String) {
        #expect(Timestamp.text(milliseconds: milliseconds) == text)
        #expect(Timestamp.parse(text.prefix(19) + "Z") == milliseconds / 1000 * 1000)
    }

    @Test func number_thatIsNoTime_isWrittenWithoutDelay() {
        let text = Timestamp.text(milliseconds: .max)
        #expect(text == "584556019-04-03T14:25:51.615Z")
    }

    @Test(arguments: [
        "", "now", "2026-01-31T12:00:00", "2026-02-29T12:00:00Z", "2026-01-31 12:00:00Z",
    ])
    func anythingElse_isNoTime(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }
}
