import Foundation
import Testing

@testable import RueSensorsSimulation

@Suite struct LocalDayTests {
    @Test func day_ofEveryMoment_isThatOfBerlin() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
        // 2001 to 2039, at all times of the day.
        for moment in stride(
            from: Int64(978_307_200_000), to: 2_177_452_800_000, by: Int(37 * Span.hour + 1))
        {
            let date = Date(timeIntervalSince1970: Double(moment) / 1000)
            let day = LocalDay(around: moment)
            // In the nights of the changes the model is an hour off.
            if calendar.component(.hour, from: date) < 4 { continue }
            let noon = Date(timeIntervalSince1970: Double(day.midnight + 12 * Span.hour) / 1000)
            #expect(calendar.isDate(noon, inSameDayAs: date), "\(date)")
            #expect(calendar.component(.hour, from: noon) == 12, "\(date)")
            #expect(day.isWeekend == calendar.isDateInWeekend(date), "\(date)")
        }
    }

    @Test func yesterday_ofADay_isTheOneBefore() {
        let day = LocalDay(around: 1_774_780_200_000)
        #expect(day.yesterday.index == day.index - 1)
        // 28 March 2026 is the last day of winter time; the 29th has its noon an hour earlier.
        #expect(day.midnight - day.yesterday.midnight == 23 * Span.hour)
    }
}
