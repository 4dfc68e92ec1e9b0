import Foundation
import RueTestSupport
import Testing

@testable import RueSensors

@Suite struct FixedPointTests {
    private let unit = 1 / Double(FixedPoint.one)

    @Test func logarithm_wholeRange_isWithinFiveBillionths() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("fixed-point logarithm"))
        let ends: [Int64] = [1, 2, 3, 1 << 32, (1 << 32) - 1, 1 << 61, .max]
        let others = (0..<20_000).map { _ in
            Int64.random(in: 1 ... .max, using: &random) >> Int64.random(in: 0...62, using: &random)
        }
        for value in ends + others.map({ max($0, 1) }) {
            let found = Double(FixedPoint.logarithm(of: value)) * unit
            #expect(abs(found - log(Double(value))) < 5e-9, "\(value)")
        }
        #expect(FixedPoint.logarithm(of: 1) == 0)
    }

    @Test func exponential_wholeRange_isWithinARoundingAndABillionth() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("fixed-point exponential"))
        for _ in 0..<20_000 {
            let exponent = Int64.random(in: -5 << 32...4 << 32, using: &random)
            let factor = Int64.random(in: 0...1 << 24, using: &random)
            let exact = exp(Double(exponent) * unit) * Double(factor)
            let found = Double(FixedPoint.exponential(exponent, times: factor))
            #expect(abs(found - exact) < 0.5 + 4e-9 * exact, "\(exponent) \(factor)")
        }
        #expect(FixedPoint.exponential(0, times: 123_456_789) == 123_456_789)
    }

    @Test(arguments: [
        (Int64(7), Int64(2), Int64(4)), (-7, 2, -4), (6, 4, 2), (-6, 4, -2), (5, 4, 1), (0, 9, 0),
    ])
    func rounded_halves_goAwayFromZero(dividend: Int64, divisor: Int64, quotient: Int64) {
        #expect(FixedPoint.rounded(dividend, over: divisor) == quotient)
    }
}
