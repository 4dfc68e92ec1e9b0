import Testing

@testable import RueSensorsLinux

@Suite struct IIOTextTests {
    private static func value(_ text: String, _ shift: Int) -> Int64? {
        IIOText.value(Array(text.utf8), shift: shift)
    }

    @Test(
        arguments: [
            ("25080\n", 0, 25_080), ("-10100\n", 0, -10_100), ("0", 0, 0), ("-0\n", 0, 0),
            ("54997.070\n", 0, 54_997), ("-0.500000\n", 0, -1), ("-0.4\n", 0, 0),
            ("100.653253906\n", 6, 100_653_254), ("100.6532534\n", 6, 100_653_253),
            ("100.6532535\n", 6, 100_653_254), ("99.9999999\n", 6, 100_000_000),
            ("101\n", 6, 101_000_000),
            ("101.3\n", 6, 101_300_000), ("-1.000000500\n", 6, -1_000_001), ("007\n", 0, 7),
            ("999999999999999999", 0, 999_999_999_999_999_999),
            ("999999999999.9999999", 6, 1_000_000_000_000_000_000),
        ] as [(String, Int, Int64)])
    func number_ofTheKernel_isExact(text: String, shift: Int, value: Int64) {
        #expect(Self.value(text, shift) == value)
    }

    @Test(arguments: [
        "", "\n", "-", "-\n", ".", "1.", ".5", "1.2.3", "+1", "1e3", "0x10", " 1", "1 ", "1\n\n",
        "--1", "1-", "nan", "25,08", "1\0", "1000000000000000000", "1\r\n", "25080 25080",
    ])
    func text_thatIsNoSuchNumber_isNone(text: String) {
        #expect(Self.value(text, 0) == nil)
    }

    @Test func number_tooLargeOnlyInItsUnit_isNone() {
        #expect(Self.value("1000000000000", 0) == 1_000_000_000_000)
        #expect(Self.value("1000000000000", 6) == nil)
    }

    /// Most programs go by way of floating point, and cut off what remains.
    private static func naive(_ text: String) -> Int64? {
        Double(text).map { Int64($0 * 1_000_000) }
    }

    @Test func naiveDecoder_isWrongInTheLastDigit() {
        #expect(Self.naive("100.653253906") == 100_653_253)
        #expect(Self.value("100.653253906", 6) == 100_653_254)
    }

    /// Every count of a millipascal comes back, whatever is written after it.
    @Test func everyPressure_writtenAsTheKernelDoes_comesBack() {
        for pascals in stride(from: Int64(30_000_000), through: 110_000_000, by: 99_991) {
            let fraction = String(1_000_000 + pascals % 1_000_000).dropFirst()
            #expect(Self.value("\(pascals / 1_000_000).\(fraction)499\n", 6) == pascals)
            #expect(Self.value("-\(pascals / 1_000_000).\(fraction)500\n", 6) == -pascals - 1)
        }
    }
}
