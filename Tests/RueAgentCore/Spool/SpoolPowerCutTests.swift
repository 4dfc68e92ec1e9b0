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
        var (done, batches) = (0, 0)
        while done < cuts {
            let life = try SpoolLife(seed: random.next())
            for _ in 0..<Self.cutsPerLife {
                try life.liveUntilThePowerGoes()
                done += 1
                if let problem = life.problem() {
                    Issue.record("after cut \(done) (seed \(random.seed)): \(problem)")
                    return
                }
            }
            batches += life.appended.count
        }
        print("power cuts, spool: \(done) cuts, \(batches) batches, none lost, none twice")
        #expect(batches > cuts)
    }

    @Test(arguments: ["synchronous=OFF", "a lying disk"])
    func power_cut_losesBatches_whereNothingIsSynced(because: String) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts, \(because)"))
        var found = 0
        for _ in 0..<40 {
            let life = try SpoolLife(seed: random.next(), isDurable: because == "a lying disk")
            life.disk.ignoreSyncs(because == "a lying disk")
            for _ in 0..<5 {
                try life.liveUntilThePowerGoes()
                if life.problem() == nil { continue }
                found += 1
                break
            }
        }
        print("power cuts, spool, \(because): \(found) of 40 lives lost something")
        #expect(found >= 20)
    }
}
