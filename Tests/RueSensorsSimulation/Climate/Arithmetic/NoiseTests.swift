import Testing

@testable import RueSensorsSimulation

@Suite struct NoiseTests {
    @Test func level_manyIndices_fillTheRangeAndBalance() {
        let noise = Noise(seed: 1, stream: 2)
        let levels = (Int64(-5000)..<5000).map { noise.level($0, by: 1000) }
        #expect(levels.allSatisfy { (-1000...1000).contains($0) })
        #expect(levels.contains { $0 > 900 } && levels.contains { $0 < -900 })
        #expect(abs(levels.reduce(0, +) / 10_000) < 20)
    }

    @Test func curve_atItsKnots_hasNeitherStepNorCorner() {
        let noise = Noise(seed: 3, stream: 4)
        let period = Span.hour
        for index in Int64(-100)..<100 {
            let knot = index * period
            let value = { noise.curve(at: knot + $0, every: period, by: 1_000_000) }
            let before = value(0) - value(-1000)
            let after = value(1000) - value(0)
            #expect(abs(before) < 1000)
            #expect(abs(after - before) < 60, "knot \(index)")
        }
    }

    @Test func streams_ofASeed_areUnlike() {
        let one = Noise(seed: 5, stream: 1)
        let other = Noise(seed: 5, stream: 2)
        let same = (Int64(0)..<1000).filter { one.chance($0) == other.chance($0) }
        #expect(same.count < 20)
    }
}
