import Testing

@testable import RueSensorsSimulation

@Suite struct SplitMix64Tests {
    /// The reference implementation's first numbers for the seed 1234567.
    @Test func next_knownSeed_givesThePublishedNumbers() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    @Test func value_atAnIndex_isThatOfTheSequence() {
        var random = SplitMix64(seed: 99)
        for index in 1...5 {
            #expect(SplitMix64.value(seed: 99, index: Int64(index)) == random.next())
        }
    }

    @Test func nextInRange_always_staysInside() {
        var random = SplitMix64(seed: 5)
        let numbers = Set((0..<1000).map { _ in random.next(in: -3...3) })
        #expect(numbers == Set(-3...3))
    }
}
