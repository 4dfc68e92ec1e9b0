import Foundation
import Testing

@testable import RueSensorsSimulation

@Suite struct IntegerExponentialTests {
    @Test func decay_everySpan_isAnExponential() {
        for elapsed in stride(from: Int64(0), through: 40_000_000, by: 9973) {
            let exact = exp(-Double(elapsed) / 3_600_000) * 65_536
            let value = IntegerExponential.decay(elapsed, over: 3_600_000)
            #expect(abs(Double(value) - exact) < 3, "\(elapsed) ms")
        }
    }

    @Test func decay_beforeAndLongAfter_isAllAndNothing() {
        #expect(IntegerExponential.decay(-5, over: 10) == 65_536)
        #expect(IntegerExponential.decay(.max, over: 10) == 0)
        #expect(IntegerExponential.approach(-5, over: 10) == 0)
    }

    @Test func decay_asTimePasses_neverGrows() {
        var before: Int64 = .max
        for elapsed in stride(from: Int64(0), through: 12_000, by: 1) {
            let value = IntegerExponential.decay(elapsed, over: 1000)
            #expect(value <= before)
            before = value
        }
    }
}
