import RueWire
import Testing

@testable import RueAgentCore

@Suite struct DecimalStatisticsTests {
    private func decimal(_ mantissa: Int64, _ exponent: Int) throws -> DecimalFraction {
        try #require(DecimalFraction(mantissa: mantissa, exponent: exponent))
    }

    @Test func numbersOfAnyExponents_areComparedExactly() throws {
        let rising = [
            try decimal(.min, 18), try decimal(.min, 0), try decimal(-1, 18), try decimal(-2, 0),
            try decimal(-19, -1), try decimal(-1, -18), try decimal(0, 5), try decimal(1, -18),
            try decimal(199, -2), try decimal(2, 0), try decimal(.max, -18), try decimal(10, 0),
            try decimal(1, 18), try decimal(2, 18), try decimal(.max, 0), try decimal(.max, 18),
        ].enumerated()
        for (place, one) in rising {
            for (other, two) in rising {
                #expect(one.isLess(than: two) == (place < other), "\(one) and \(two)")
            }
        }
    }

    @Test(
        arguments: [
            (sum: (1, 0), count: 3, mean: (333_333, -6)), ((2, 0), 3, (666_667, -6)),
            ((-2, 0), 3, (-666_667, -6)), ((1, -6), 2, (1, -6)), ((-1, -6), 2, (-1, -6)),
            ((1, -7), 2, (1, -7)), ((1, -6), 3, (0, -6)), ((63_000, -3), 3, (21_000_000, -6)),
            ((0, 0), 9, (0, -6)),
        ] as [(sum: (Int64, Int), count: Int64, mean: (Int64, Int))])
    func mean_isRoundedHalfAwayFromZero(
        sum: (Int64, Int), count: Int64, mean: (Int64, Int)
    ) throws {
        let result = try decimal(sum.0, sum.1).mean(of: count)
        #expect(result == (try decimal(mean.0, mean.1)))
    }

    @Test func meanOfWhatIsTooLargeForSixDecimals_keepsItsOwn() throws {
        #expect(try decimal(.max, 0).mean(of: 7) == (try decimal(.max / 7, 0)))
        #expect(try decimal(.min, 18).mean(of: 1) == (try decimal(.min, 18)))
    }

    @Test func product_thatIsTooLarge_isNil() throws {
        #expect(try decimal(.max, 0).multiplied(by: 2) == nil)
        #expect(try decimal(-4, -3).multiplied(by: 3) == (try decimal(-12, -3)))
    }
}
