/// Exponential decay without floating point, the same in every build.
enum IntegerExponential {
    /// One, as ``decay(_:over:)`` gives it.
    static let one: Int64 = 65_536

    /// e^(−elapsed / constant).
    ///
    /// - Parameters:
    ///   - elapsed: how much time has passed; before that, nothing has decayed.
    ///   - constant: the time constant, above 0, in the same unit.
    /// - Returns: 65 536 at the beginning, 0 from eleven time constants on.
    static func decay(_ elapsed: Int64, over constant: Int64) -> Int64 {
        if elapsed <= 0 { return one }
        if elapsed >= 11 * constant { return 0 }
        // log2(e) · 65 536: the decay in halvings.
        let halvings = (elapsed * 94_548) / constant
        let index = Int((halvings >> 10) & 63)
        let low = table[index]
        let within = low - ((low - table[index + 1]) * (halvings & 1023)) >> 10
        return within >> (halvings >> 16)
    }

    /// What has come instead: 1 − e^(−elapsed / constant).
    static func approach(_ elapsed: Int64, over constant: Int64) -> Int64 {
        one - decay(elapsed, over: constant)
    }

    /// 65 536 · 2^(−i / 64).
    private static let table: [Int64] = [
        65_536, 64_830, 64_132, 63_441, 62_757, 62_081, 61_413, 60_751,
        60_097, 59_449, 58_809, 58_176, 57_549, 56_929, 56_316, 55_709,
        55_109, 54_515, 53_928, 53_347, 52_773, 52_204, 51_642, 51_085,
        50_535, 49_991, 49_452, 48_920, 48_393, 47_871, 47_356, 46_846,
        46_341, 45_842, 45_348, 44_859, 44_376, 43_898, 43_425, 42_958,
        42_495, 42_037, 41_584, 41_136, 40_693, 40_255, 39_821, 39_392,
        38_968, 38_548, 38_133, 37_722, 37_316, 36_914, 36_516, 36_123,
        35_734, 35_349, 34_968, 34_591, 34_219, 33_850, 33_486, 33_125,
        32_768,
    ]
}
