import Foundation
import RueTestSupport
import Testing

/// A network between the real programs that cuts, stalls, slows and comes too late.
@Suite struct LossyNetworkTests {
    /// One batch.
    private static let words = ["simulate", "--count", "30"]

    private let server: ScratchAggregator
    private let node: ScratchNode
    private let proxy: LossyProxy
    private let times = Times()

    /// A time for each run, in milliseconds since 1970: ten minutes after the one before.
    private final class Times {
        private var last: Int64 = 1_767_225_600_000

        func next() -> Int64 {
            last += 600_000
            return last
        }
    }

    init() throws {
        server = try ScratchAggregator()
        try server.start()
        node = try ScratchNode("kitchen", description: ScratchNode.thirtyABatch)
        try node.enrol(try server.invite("kitchen"))
        proxy = try LossyProxy(to: server.port)
    }

    /// Takes thirty readings, later ones with each run, and sends them.
    private func start() throws -> RunningProgram {
        try RunningProgram(
            Product.path("rue-agent"),
            Self.words + [
                "--start", String(times.next()), "--server", "127.0.0.1:\(proxy.port)", "--state",
                node.state, "--config",
                node.configuration,
            ])
    }

    /// How many bytes a run that delivers one batch takes, both ways.
    private func measured() throws -> (up: Int, down: Int) {
        let (up, down) = (proxy.bytes(.up), proxy.bytes(.down))
        let program = try start()
        #expect(try program.waitForEnd() == .exited(0), "\(program.errorOutput)")
        return (proxy.bytes(.up) - up, proxy.bytes(.down) - down)
    }

    /// Delivers one batch over connections of which the first comes to grief.
    private func deliver(over fate: LossyProxy.Fate, loses: Bool = true) throws {
        let losses = proxy.losses
        proxy.expect(fate)
        let program = try start()
        if loses {
            #expect(eventually { proxy.losses > losses || !program.isRunning })
            #expect(proxy.losses > losses, "\(fate)")
        }
        #expect(try program.waitForEnd(seconds: 90) == .exited(0), "\(program.errorOutput)")
    }

    private func expectAllOnce(_ batches: Int, after what: String) throws {
        try KeptItem.expectAllOnce(of: node, in: server, atLeast: batches, after: what)
        let readings = try StoredReading.all(of: "air", in: server)
        #expect(readings.count == batches * 30)
        #expect(Set(readings).count == readings.count)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func receipt_lostAfterTheCommit_isGivenAgain_andNothingIsStoredTwice() throws {
        let times = FullRun.isWanted ? 100 : 10
        var random = SeededRandom(seed: SeededRandom.freshSeed("receipts lost"))
        let whole = try measured().down
        for time in 1...times {
            // Some of the receipt's last bytes are missing: its signature for one.
            let missing = Int.random(in: 16...200, using: &random)
            proxy.expect(.isCut(.down, after: whole - missing))
            let program = try start()
            #expect(eventually { proxy.losses == time })
            // It was lost after the commit: the server has the batch, and the node does not know.
            #expect(try KeptItem.stored(of: "kitchen", in: server).count == time + 1)
            #expect(try program.waitForEnd() == .exited(0), "\(program.errorOutput)")
            #expect(proxy.losses == time)
        }
        try expectAllOnce(times + 1, after: "\(times) lost receipts")
        print("receipts lost after the commit: \(times), none stored twice")
    }

    @Test func connection_cutAtAnyByte_losesNoReading_andDoublesNone() throws {
        let times = FullRun.isWanted ? 200 : 8
        var random = SeededRandom(seed: SeededRandom.freshSeed("connections cut"))
        let whole = try measured()
        for time in 0..<times {
            let isUp = time % 2 == 0
            let byte = Int.random(in: 0..<(isUp ? whole.up : whole.down), using: &random)
            try deliver(over: .isCut(isUp ? .up : .down, after: byte))
        }
        try expectAllOnce(times + 1, after: "\(times) cuts")
        print("connections cut at any byte: \(times), no reading lost, none twice")
    }

    @Test func slowNetwork_deliversAll() throws {
        try deliver(over: .isSlow(pieceBytes: 256, milliseconds: 20), loses: false)
        try expectAllOnce(1, after: "a slow network")
    }

    @Test(.enabled(if: FullRun.isWanted, "minutes long; Deploy/test --full runs it"))
    func answer_thatNeverComes_isGivenUp_andTheBatchIsSentAgain() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("connections stalled"))
        let whole = try measured()
        for time in 0..<10 {
            let isUp = time % 2 == 0
            let byte = Int.random(in: 0..<(isUp ? whole.up : whole.down), using: &random)
            try deliver(over: .stalls(isUp ? .up : .down, after: byte))
        }
        // The answer comes, long after the node's deadline: piece by piece.
        try deliver(over: .isSlow(pieceBytes: 16, milliseconds: 500), loses: false)
        try expectAllOnce(12, after: "10 stalls and a late answer")
    }
}
