import RueTestSupport
import Testing

@testable import RueAgentCore

/// The node's file while the power goes at any write, sync, truncation or deletion.
@Suite struct SpoolPowerCutTests {
    /// A spool's file lives through so many losses of power before a new one is begun.
    private static let cutsPerLife = 25

    @Test func power_cutAtAnyOperation_losesNoBatch_andDoublesNone() throws {
        let cuts = FullRun.isWanted ? 5_000 : 150
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts, spool"))
        var batches = 0
        let (done, problem) = try PowerCuts.survive(cuts, perLife: Self.cutsPerLife) {
            try SpoolLife(seed: random.next())
        } end: {
            batches += $0.appended.count
        }
        if let problem {
            Issue.record("after cut \(done) (seed \(random.seed)): \(problem)")
            return
        }
        print("power cuts, spool: \(done) cuts, \(batches) batches, none lost, none twice")
        #expect(batches > cuts)
    }

    @Test(arguments: ["synchronous=OFF", "a lying disk"])
    func power_cut_losesBatches_whereNothingIsSynced(because: String) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts, \(because)"))
        let isLying = because == "a lying disk"
        let found = try PowerCuts.losers(of: 40, onALyingDisk: isLying) {
            try SpoolLife(seed: random.next(), isDurable: isLying)
        }
        print("power cuts, spool, \(because): \(found) of 40 lives lost something")
        #expect(found >= 20)
    }
}
