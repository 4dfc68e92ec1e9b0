import Foundation

/// A generator whose numbers follow from its seed alone (SplitMix64), for random tests.
///
/// Make one with `SeededRandom(seed: SeededRandom.freshSeed("subject"))`: it prints the seed.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    /// What it was started with.
    public let seed: UInt64
    private var state: UInt64

    /// Starts at a seed.
    ///
    /// - Parameter seed: any number.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// A new seed for every run, printed so that a failure can be repeated: with the number in the
    /// environment as `RUE_TEST_SEED`, and a filter for the test.
    ///
    /// - Parameter subject: what is tested, for the print.
    /// - Returns: the seed.
    public static func freshSeed(_ subject: String) -> UInt64 {
        var seed = UInt64.random(in: 0 ... .max)
        if let text = ProcessInfo.processInfo.environment["RUE_TEST_SEED"] {
            // Nothing was proven by a run with another seed than the one that was asked for.
            guard let given = UInt64(text) else {
                preconditionFailure("RUE_TEST_SEED is no number of 64 bits: \(text)")
            }
            seed = given
        }
        print("\(subject): random seed \(seed)")
        return seed
    }

    /// The next number (SplitMix64: Steele, Lea, Flood 2014).
    ///
    /// - Returns: any number, all equally likely.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Random bytes.
    ///
    /// - Parameter count: how many.
    /// - Returns: that many.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
    }
}
