/// A small random generator with 64 bits of state (Steele, Lea and Flood, 2014): the same numbers
/// for the same seed in every build.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes a generator.
    ///
    /// - Parameter seed: any number.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    ///
    /// - Returns: a number, uniformly distributed.
    public mutating func next() -> UInt64 {
        state &+= SplitMix64.increment
        return SplitMix64.mix(state)
    }

    /// A number from a range, by remainder: the bias does not matter to a simulation.
    ///
    /// - Parameter range: the range, ends included.
    /// - Returns: a number from it.
    public mutating func next(in range: ClosedRange<Int64>) -> Int64 {
        let span = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(next() % span)
    }

    /// The number at a place in the sequence, without walking there.
    static func value(seed: UInt64, index: Int64) -> UInt64 {
        mix(seed &+ UInt64(bitPattern: index) &* increment)
    }

    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mix(_ state: UInt64) -> UInt64 {
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
