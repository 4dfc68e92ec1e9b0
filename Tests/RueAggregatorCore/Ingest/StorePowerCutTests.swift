import RueTestSupport
import Testing

/// The server's store while the power goes at any write, sync, truncation or deletion.
@Suite struct StorePowerCutTests {
    /// A store lives through so many losses of power before a new one is begun.
    private static let cutsPerLife = 15

    @Test func power_cutAtAnyOperation_losesNothingAnswered_andDoublesNothing() throws {
        let cuts = FullRun.isWanted ? 5_000 : 150
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts, store"))
        var (done, items) = (0, 0)
        while done < cuts {
            let life = try StoreLife(seed: random.next())
            for _ in 0..<Self.cutsPerLife {
                try life.liveUntilThePowerGoes()
                done += 1
                if let problem = life.problem() {
                    Issue.record("after cut \(done) (seed \(random.seed)): \(problem)")
                    return
                }
            }
            items += life.answered
        }
        print("power cuts, store: \(done) cuts, \(items) items, none lost, none twice")
        #expect(items > cuts)
    }

    @Test(arguments: ["synchronous=OFF", "a lying disk"])
    func power_cut_losesWhatWasAnswered_whereNothingIsSynced(because: String) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts, \(because)"))
        var found = 0
        for _ in 0..<20 {
            let life = try StoreLife(seed: random.next(), isDurable: because == "a lying disk")
            life.disk.ignoreSyncs(because == "a lying disk")
            for _ in 0..<5 {
                try life.liveUntilThePowerGoes()
                if life.problem() == nil { continue }
                found += 1
                break
            }
        }
        print("power cuts, store, \(because): \(found) of 20 lives lost something")
        #expect(found >= 10)
    }
}
