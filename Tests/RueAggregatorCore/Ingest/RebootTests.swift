import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// Nodes that are only switched off and on again.
@Suite struct RebootTests {
    private struct Life {
        var random: SeededRandom
        let house: TestHouse
        let node: TestNode
        var batches = 0

        /// One boot: uptime from nothing, the time known at once, later or never.
        mutating func boot() throws {
            node.boot = bytes16From(&random)
            var uptime = UInt64.random(in: 5_000...60_000, using: &random)
            let knowsTimeFrom = Int.random(in: 0...4, using: &random)
            for index in 0..<Int.random(in: 1...3, using: &random) {
                uptime += 60_000
                house.clock.advance(milliseconds: 60_000)
                node.knowsTime = index >= knowsTimeFrom - 1
                let response = try house.batches(
                    try node.next { $0.uptimeMilliseconds = uptime })
                let receipt = try house.receipt(response)
                #expect(receipt.status == .accepted)
                batches += 1
            }
            // Off for some time; the card is copied by nobody.
            house.clock.advance(milliseconds: .random(in: 0...600_000, using: &random))
        }

        private func bytes16From(_ random: inout SeededRandom) -> Bytes16 {
            Bytes16(random.bytes(16)) ?? .zero
        }
    }

    @Test func ordinaryReboots_giveNoAlarm() throws {
        let reboots = FullRun.isWanted ? 10_000 : 300
        let house = try TestHouse(limits: NodeLimits(), seed: 0x5e)
        var life = Life(
            random: SeededRandom(seed: SeededRandom.freshSeed("reboots")), house: house,
            node: try house.newNode("kitchen"))
        for _ in 0..<reboots { try life.boot() }
        #expect(try house.reader.events().isEmpty)
        let node = try #require(try house.reader.node(named: "kitchen"))
        let counts = try house.reader.itemCounts(node: node.id)
        #expect(counts.total == Int64(life.batches) && counts.quarantined == 0)
        try house.expectVerified()
        print("ordinary reboots: \(reboots), \(life.batches) batches, no alarm")
    }

    @Test func bootThatReturns_givesAnAlarm() throws {
        let house = try TestHouse()
        let node = try house.newNode("kitchen")
        for boot: UInt8 in [1, 2, 1] {
            node.boot = bytes16(boot)
            house.clock.advance(milliseconds: 60_000)
            _ = try house.batches(try node.next())
        }
        #expect(try house.reader.events().map(\.kind) == [.clone])
    }
}
