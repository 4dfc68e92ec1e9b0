import Foundation
import RueTestSupport
import Testing

/// From the sensor to the store, through the real programs, while the server comes and goes.
@Suite struct ReadingPathTests {
    private func house(_ names: String...) throws -> (ScratchAggregator, [ScratchNode]) {
        let server = try ScratchAggregator()
        try server.start()
        let nodes = try names.map { name in
            let node = try ScratchNode(name)
            try node.enrol(try server.invite(name))
            return node
        }
        return (server, nodes)
    }

    @Test func twoNodes_running_areQueriedVerifiedAndVouchedFor() throws {
        let (server, nodes) = try house("kitchen", "cellar")
        let programs = try nodes.map { try $0.start() }
        for program in programs { try program.waitForLine(containing: "delivered through 3") }
        for program in programs { #expect(try program.stop() == .exited(0)) }
        let readings = try StoredReading.all(of: "air", in: server)
        #expect(Set(readings.map(\.node)) == ["kitchen", "cellar"])
        #expect(Set(readings.map(\.quantity)) == ["temperature", "humidity", "pressure"])
        #expect(readings.allSatisfy { $0.verified })
        #expect(
            readings.allSatisfy { $0.quantity != "temperature" || (5...40).contains($0.value ?? 0) }
        )
        let verdict = try server.run("verify")
        #expect(verdict.output.hasPrefix("good: "))
    }

    @Test func server_stoppedAndStarted_missesNoReadingAndDoublesNone() throws {
        let (server, nodes) = try house("kitchen")
        let program = try nodes[0].start()
        try program.waitForLine(containing: "delivered through 2")
        try server.stop()
        try program.waitForLine(containing: "cannot send")
        try server.start()
        program.send(SIGHUP)  // do not wait for the back-off
        try program.waitForLine(containing: "the server takes batches again")
        #expect(try program.stop() == .exited(0))
        try expectEverySecondOnce(server, of: nodes[0])
    }

    @Test(.enabled(if: FullRun.isWanted, "a minute long; Deploy/test --full runs it"))
    func server_stoppedForAMinute_missesNoReadingAndDoublesNone() throws {
        let (server, nodes) = try house("kitchen", "cellar")
        let programs = try nodes.map { try $0.start() }
        for program in programs { try program.waitForLine(containing: "delivered through 2") }
        try server.stop()
        // Each signs a batch a second.
        for program in programs {
            try program.waitForLine(containing: "signed batch 64", seconds: 120)
        }
        try server.start()
        for program in programs {
            program.send(SIGHUP)
            try program.waitForLine(containing: "the server takes batches again")
            #expect(try program.stop() == .exited(0))
        }
        for node in nodes { try expectEverySecondOnce(server, of: node) }
    }

    @Test func server_killed_missesNoReadingAndDoublesNone() throws {
        let (server, nodes) = try house("kitchen")
        let program = try nodes[0].start()
        for round in 1...3 {
            try program.waitForLine(containing: "delivered through \(round * 2)")
            try server.kill()
            try server.start()
            program.send(SIGHUP)
        }
        try program.waitForLine(containing: "delivered through 8")
        #expect(try program.stop() == .exited(0))
        try expectEverySecondOnce(server, of: nodes[0])
    }

    @Test func agent_killedAndStarted_missesNothingItHadCommitted() throws {
        let (server, nodes) = try house("kitchen")
        let first = try nodes[0].start()
        try first.waitForLine(containing: "delivered through 3")
        first.send(SIGKILL)
        try first.waitForEnd()
        let second = try nodes[0].start()
        try second.waitForLine(containing: "delivered through 6")
        #expect(try second.stop() == .exited(0))
        let readings = try StoredReading.all(of: "air", in: server)
        #expect(Set(readings).count == readings.count)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func agent_told_endsWithinTwoSecondsAndLeavesNothingBehind() throws {
        let (server, nodes) = try house("kitchen")
        let program = try nodes[0].start()
        try program.waitForLine(containing: "delivered through 1")
        let start = ContinuousClock.now
        program.send(SIGTERM)
        #expect(try program.waitForEnd() == .exited(0))
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(program.errorOutput.contains("0 batches wait in the spool"))
        #expect(try !StoredReading.all(of: "air", in: server).isEmpty)
    }

    /// The node samples at its start and then each second on a grid: the store must hold each of
    /// them once.
    private func expectEverySecondOnce(_ server: ScratchAggregator, of node: ScratchNode) throws {
        let readings = try StoredReading.all(of: "air", in: server)
        let stamps = readings.filter { $0.node == node.name && $0.quantity == "temperature" }
            .map { $0.time }
        let format = ISO8601DateFormatter()
        format.formatOptions.insert(.withFractionalSeconds)
        // A sample may come some milliseconds beside its slot.
        let times = stamps.compactMap { format.date(from: $0)?.timeIntervalSince1970.rounded() }
        try #require(times.count == stamps.count && times.count > 3)
        let steps = zip(times.dropFirst(), times.dropFirst(2)).map { $1 - $0 }
        #expect(steps.allSatisfy { $0 == 1 }, "\(stamps)")
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }
}
