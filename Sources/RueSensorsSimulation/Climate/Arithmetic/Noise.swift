/// Chance as a pure function of time: whatever is asked, in any order, the answer is the same.
struct Noise: Sendable {
    private let seed: UInt64

    /// A source of chance.
    ///
    /// - Parameters:
    ///   - seed: the house's, or a room's.
    ///   - stream: tells apart what must not go together.
    init(seed: UInt64, stream: UInt64) {
        self.seed = SplitMix64.value(seed: seed, index: Int64(truncatingIfNeeded: stream))
    }

    /// A number at an index, those near zero more often: −swing…swing.
    @inline(__always)
    func level(_ index: Int64, by swing: Int64) -> Int64 {
        let bits = SplitMix64.value(seed: seed, index: index)
        let sum = Int64(bits >> 34) + Int64(bits & 0x3FFF_FFFF)
        return ((sum * swing) >> 30) - swing
    }

    /// A number at an index, each as often: 0…1023.
    @inline(__always)
    func chance(_ index: Int64) -> Int64 { Int64(SplitMix64.value(seed: seed, index: index) >> 54) }

    /// A curve that wanders without corners: a cubic B-spline over a level each period. Its
    /// standard deviation is a little above a quarter of the swing.
    @inline(__always)
    func curve(at moment: Int64, every period: Int64, by swing: Int64) -> Int64 {
        let index = Span.whole(period, in: moment)
        let f = ((moment - index * period) << 16) / period
        let square = (f * f) >> 16
        let cube = (square * f) >> 16
        let rest = 65_536 - f
        let first = (((rest * rest) >> 16) * rest) >> 16
        let second = 3 * cube - 6 * square + 4 * 65_536
        let third = 3 * (square + f - cube) + 65_536
        let sum =
            first * level(index - 1, by: swing) + second * level(index, by: swing)
            + third * level(index + 1, by: swing) + cube * level(index + 2, by: swing)
        return sum / (6 * 65_536)
    }
}
