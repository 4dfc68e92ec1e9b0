/// A sine without floating point, the same in every build.
enum IntegerSine {
    /// The sine of an angle, from a table with straight lines between its entries.
    ///
    /// - Parameter turn: the angle; 65 536 is a full turn.
    /// - Returns: −32 767…32 767.
    static func value(turn: UInt16) -> Int64 {
        let inQuadrant = Int(turn & 0x3FFF)
        let mirrored = turn & 0x4000 != 0 ? 0x4000 - inQuadrant : inQuadrant
        let index = mirrored >> 8
        let low = quarter[index]
        let high = quarter[min(index + 1, 64)]
        let magnitude = low + ((high - low) * Int64(mirrored & 0xFF)) >> 8
        return turn & 0x8000 != 0 ? -magnitude : magnitude
    }

    /// The same of a moment within a period.
    @inline(__always)
    static func value(at moment: Int64, period: Int64) -> Int64 {
        let inPeriod = ((moment % period) + period) % period
        return value(turn: UInt16(truncatingIfNeeded: (inPeriod * 65_536) / period))
    }

    /// 32 767 · sin(90° · i / 64).
    private static let quarter: [Int64] = [
        0, 804, 1608, 2410, 3212, 4011, 4808, 5602, 6393, 7179,
        7962, 8739, 9512, 10_278, 11_039, 11_793, 12_539, 13_279, 14_010, 14_732,
        15_446, 16_151, 16_846, 17_530, 18_204, 18_868, 19_519, 20_159, 20_787, 21_403,
        22_005, 22_594, 23_170, 23_731, 24_279, 24_811, 25_329, 25_832, 26_319, 26_790,
        27_245, 27_683, 28_105, 28_510, 28_898, 29_268, 29_621, 29_956, 30_273, 30_571,
        30_852, 31_113, 31_356, 31_580, 31_785, 31_971, 32_137, 32_285, 32_412, 32_521,
        32_609, 32_678, 32_728, 32_757, 32_767,
    ]
}
