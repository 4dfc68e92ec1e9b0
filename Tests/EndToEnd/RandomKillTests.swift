import Foundation
import RueTestSupport
import Testing

/// SIGKILL at any moment, to either program, while two nodes send what they can.
@Suite struct RandomKillTests {
    /// Thirty readings a second, in batches of ten.
    private static let description = """
        batch: {readings: 10, seconds: 60}
        sensors: [{id: air, driver: bme280, bus: simulated, interval: 100ms}]
        simulation: {seed: 7, room: kitchen}

        """

    private final class Victim {
        let node: ScratchNode
        var program: RunningProgram
        /// What it had committed when it was killed last.
        var committed: [KeptItem] = []
        /// The most that it said it had signed.
        var signed = 0

        init(_ node: ScratchNode) throws {
            self.node = node
            program = try node.start()
        }

        func killAndStart() throws {
            program.send(SIGKILL)
            try program.waitForEnd()
            signed = max(signed, program.greatestNumber(after: "signed batch "))
            let left = try KeptItem.spooled(by: node)
            #expect(left.count >= signed)
            #expect(Array(left.prefix(committed.count)) == committed)
            committed = left
            program = try node.start()
        }
    }

    @Test func programs_killedAtAnyMoment_loseNothingCommitted_andDoubleNothing() throws {
        let kills = FullRun.isWanted ? 1_000 : 10
        var random = SeededRandom(seed: SeededRandom.freshSeed("random kills"))
        let server = try ScratchAggregator()
        try server.start()
        let victims = try ["kitchen", "cellar"].map { name in
            let node = try ScratchNode(name, description: Self.description)
            try node.enrol(try server.invite(name))
            return try Victim(node)
        }
        for _ in 0..<kills {
            // Any moment of the programs' work will do: this decides which.
            Thread.sleep(forTimeInterval: Double.random(in: 0.05...0.5, using: &random))
            let which = Int.random(in: 0..<4, using: &random)
            if which < 2 {
                try victims[which].killAndStart()
            } else {
                try server.kill()
                try server.start()
                for victim in victims { victim.program.send(SIGHUP) }
            }
        }
        var items = 0
        for victim in victims {
            try finish(victim, on: server)
            items += try KeptItem.stored(of: victim.node.name, in: server).count
        }
        print("random kills: \(kills) kills, \(items) batches, none lost, none twice")
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    /// Lets a node deliver what it has, and compares.
    private func finish(_ victim: Victim, on server: ScratchAggregator) throws {
        victim.program.send(SIGHUP)
        try victim.program.waitForLine(containing: "delivered through ", seconds: 60)
        #expect(try victim.program.stop() == .exited(0))
        // It may end with the last batch on its way.
        for _ in 0..<3 where try !isDelivered(victim, to: server) {
            let waiting = try KeptItem.spooled(by: victim.node).count
            victim.program = try victim.node.start()
            try victim.program.waitForNumber(
                after: "delivered through ", atLeast: waiting, seconds: 60)
            #expect(try victim.program.stop() == .exited(0))
        }
        try KeptItem.expectAllOnce(
            of: victim.node, in: server, with: victim.committed, after: "the last kill")
        let readings = try StoredReading.all(of: "air", in: server)
            .filter { $0.node == victim.node.name }
        #expect(Set(readings).count == readings.count)
    }

    private func isDelivered(_ victim: Victim, to server: ScratchAggregator) throws -> Bool {
        try KeptItem.stored(of: victim.node.name, in: server)
            == KeptItem.spooled(by: victim.node)
    }
}
