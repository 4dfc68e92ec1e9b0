import RueStore
import RueTestSupport
import Testing

@testable import RueAggregatorCore

@Suite struct FaultRunTests {
    private static func place(_ position: Int) -> LogPlace {
        LogPlace(chain: 1, position: Int64(position), record: 0)
    }

    /// What a run says when it is told of what happened in some order.
    private static func first(_ order: [Int], isGood: (Int) -> Bool) -> Int64? {
        var run = FaultRun(after: nil)
        for index in order {
            if isGood(index) {
                run.addGood(at: place(index))
            } else {
                run.add(.init(place: place(index), milliseconds: Int64(index)))
            }
        }
        return run.first?.milliseconds
    }

    @Test func first_inWhicheverOrderItIsTold_isTheSame() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("FaultRun"))
        for _ in 0..<300 {
            let count = Int.random(in: 1...60, using: &random)
            let good = Set((0..<count).filter { _ in Int.random(in: 0...3, using: &random) == 0 })
            let expected = ((good.max() ?? -1) + 1..<count).first.map { Int64($0) }
            // What nothing good follows is told, twice now and then.
            let order = (Array(0..<count) + Array(0..<count / 3)).shuffled(using: &random)
            #expect(Self.first(order) { good.contains($0) } == expected, "\(order), \(good)")
        }
    }

    @Test func first_ofMoreFaultsThanAreKept_isKeptForwardsAndBackwards() {
        let order = Array(0..<10_000)
        #expect(Self.first(order) { $0 == 0 } == 1)
        #expect(Self.first(order.reversed()) { $0 == 0 } == 1)
        // Half of it came while the other half was still to be read.
        let mixed = Array(5_000..<10_000) + (0..<5_000).reversed()
        #expect(Self.first(mixed) { $0 == 0 } == 1)
        #expect(
            Self.first(Array(0..<5_000).reversed() + [5_000] + Array(5_001..<9_000)) { $0 == 5_000 }
                == 5_001)
    }
}
