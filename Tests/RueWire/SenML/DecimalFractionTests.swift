import Testing

@testable import RueWire

@Suite struct DecimalFractionTests {
    @Test(arguments: [
        (2_137, -2, "21.37"), (-5, -3, "-0.005"), (12, 2, "1200"), (0, -3, "0.000"), (0, 5, "0"),
        (-1, 0, "-1"), (5, -1, "0.5"), (Int64.min, -18, "-9.223372036854775808"),
        (100, -2, "1.00"), (-100_653_270, -3, "-100653.270"),
    ])
    func description_anyFraction_isExact(mantissa: Int64, exponent: Int, text: String) throws {
        let number = try #require(DecimalFraction(mantissa: mantissa, exponent: exponent))
        #expect(number.description == text)
    }

    @Test(arguments: [
        (21_370, -3, 2_137, -2), (45_000, -3, 45, 0), (0, -3, 0, 0), (-10, -1, -1, 0),
        (12, 2, 1_200, 0), (1, 18, 1, 18), (9_007_199_254_740_991, 0, 9_007_199_254_740_991, 0),
        (9_007_199_254_740_992, 0, 9_007_199_254_740_992, 0),
        (
            9_007_199_254_740_9930, -1,
            9_007_199_254_740_993, 0
        ), (10, 18, 10, 18), (Int64.min, 0, Int64.min, 0),
    ])
    func normalised_sameValues_haveOneForm(
        mantissa: Int64, exponent: Int, digits: Int64, power: Int
    ) throws {
        let number = try #require(DecimalFraction(mantissa: mantissa, exponent: exponent))
        #expect(number.normalised == DecimalFraction(mantissa: digits, exponent: power))
    }

    @Test func exponent_outsideItsRange_isRefused() {
        #expect(DecimalFraction(mantissa: 1, exponent: 19) == nil)
        #expect(DecimalFraction(mantissa: 1, exponent: -19) == nil)
    }

    @Test func doubleValue_upTo15Digits_isTheNearest() throws {
        var random = Seeded("decimal")
        for _ in 0..<5_000 {
            let mantissa = Int64.random(
                in: -999_999_999_999_999...999_999_999_999_999, using: &random)
            let exponent = Int.random(in: -18...6, using: &random)
            let number = try #require(DecimalFraction(mantissa: mantissa, exponent: exponent))
            #expect(number.doubleValue == Double("\(mantissa)e\(exponent)"))
            #expect(number.normalised.doubleValue == number.doubleValue)
            #expect(Double(number.description) == number.doubleValue)
        }
    }

    @Test func adding_differentExponents_isExactOrNil() throws {
        let tenth = try #require(DecimalFraction(mantissa: 1, exponent: -1))
        let fifth = try #require(DecimalFraction(mantissa: 20, exponent: -2))
        #expect(tenth.adding(fifth)?.description == "0.30")
        let large = DecimalFraction(integer: Int64.max)
        #expect(large.adding(tenth) == nil)
        #expect(large.adding(DecimalFraction(integer: 1)) == nil)
    }

    @Test(arguments: [
        (15, -1, 0, 2), (-15, -1, 0, -2), (14, -1, 0, 1), (5, -18, 0, 0), (123, -2, 3, 1_230),
        (1, 3, 6, 1_000_000_000), (Int64.max, -18, 0, 9), (-4, -1, 0, 0),
    ])
    func scaled_toPlaces_roundsHalfAwayFromZero(
        mantissa: Int64, exponent: Int, places: Int, expected: Int64
    ) throws {
        let number = try #require(DecimalFraction(mantissa: mantissa, exponent: exponent))
        #expect(number.scaled(places: places) == expected)
    }

    @Test func scaled_tooLarge_isNil() throws {
        #expect(try #require(DecimalFraction(mantissa: 10, exponent: 18)).scaled(places: 0) == nil)
    }
}
