import Testing

@testable import RueSensorsSimulation

@Suite struct SunTests {
    /// 21 June and 21 December 2026, and 20 March, at noon UTC.
    private static let summer: Int64 = 1_782_043_200_000
    private static let winter: Int64 = 1_797_854_400_000
    private static let spring: Int64 = 1_774_008_000_000

    /// At 50° N the longest day has 16 h 10 min and the shortest 7 h 50 min, without refraction.
    @Test(arguments: [(summer, Int64(970)), (winter, Int64(470)), (spring, Int64(720))])
    func halfDay_byTheSeason_isThatOfFiftyDegrees(noon: Int64, minutes: Int64) {
        #expect(abs(2 * Sun.halfDay(at: noon) / Span.minute - minutes) <= 8)
    }

    /// 90° − 50° ± 23.44°: the sines are 0.894 and 0.285.
    @Test(arguments: [(summer, Int64(29_310)), (winter, Int64(9340))])
    func height_atNoon_isThatOfFiftyDegrees(noon: Int64, sine: Int64) {
        #expect(abs(Sun.height(at: noon - Sun.solarOffset) - sine) < 200)
    }

    @Test func height_aroundSunset_reachesZeroAtTheEndOfTheDay() {
        let noon = Self.summer - Sun.solarOffset
        let half = Sun.halfDay(at: noon)
        #expect(Sun.height(at: noon + half - 15 * Span.minute) > 0)
        #expect(Sun.height(at: noon + half + 15 * Span.minute) == 0)
        #expect(Sun.height(at: noon + 12 * Span.hour) == 0)
    }

    @Test func window_facingEast_hasTheMorningSun() {
        let nine = Self.summer - 3 * Span.hour - Sun.solarOffset
        let east = Sun.through(windowFacing: 9 * Span.hour, at: nine)
        let west = Sun.through(windowFacing: 16 * Span.hour, at: nine)
        #expect(east > 15_000)
        #expect(west == 0)
    }
}
