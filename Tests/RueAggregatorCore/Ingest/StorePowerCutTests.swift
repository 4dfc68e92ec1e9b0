import RueTestSupport
import Testing

/// The server's store while the power goes at any write, sync, truncation or deletion.
@Suite struct StorePowerCutTests {
    /// A store lives through so many losses of power before a new one is begun.
    private static let cutsPerLife = 15

    @Test func power_cutAtAnyOperation_losesNothingAnswered_andDoublesNothing() throws {
        let cuts = FullRun.isWanted ? 5_000 : 150
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts, store"))
        var items = 0
        let (done, problem) = try PowerCuts.survive(cuts, perLife: Self.cutsPerLife) {
            try StoreLife(seed: random.next())
        } end: {
            items += $0.answered
        }
        if let problem {
            Issue.record("after cut \(done) (seed \(random.seed)): \(problem)")
            return
        }
        print("power cuts, store: \(done) cuts, \(items) items, none lost, none twice")
        #expect(items > cuts)
    }

    @Test(arguments: ["synchronous=OFF", "a lying disk"])
    func power_cut_losesWhatWasAnswered_whereNothingIsSynced(because: String) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts, \(because)"))
        let isLying = because == "a lying disk"
        let found = try PowerCuts.losers(of: 20, onALyingDisk: isLying) {
            try StoreLife(seed: random.next(), isDurable: isLying)
        }
        print("power cuts, store, \(because): \(found) of 20 lives lost something")
        #expect(found >= 10)
    }
}
