import Foundation
import Testing

@testable import RueSensorsSimulation

@Suite struct IntegerSineTests {
    @Test func value_everyAngle_isASine() {
        for turn in UInt16.min...UInt16.max {
            let exact = sin(Double(turn) / 65_536 * 2 * .pi) * 32_767
            #expect(abs(Double(IntegerSine.value(turn: turn)) - exact) < 5, "turn \(turn)")
        }
    }

    @Test(arguments: [
        (Int64(0), Int64(0)), (6, 32_767), (12, 0), (18, -32_767), (24, 0), (30, 32_767),
        (-6, -32_767), (-18, 32_767),
    ])
    func value_atAMoment_repeatsWithThePeriod(moment: Int64, expected: Int64) {
        #expect(IntegerSine.value(at: moment, period: 24) == expected)
    }
}
