import Foundation
import RueSQLite
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
        for program in programs {
            try program.waitForNumber(after: "delivered through ", atLeast: 3)
        }
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
        try program.waitForNumber(after: "delivered through ", atLeast: 2)
        try server.stop()
        try program.waitForLine(containing: "cannot send")
        try server.start()
        program.send(SIGHUP)  // do not wait for the back-off
        try program.waitForLine(containing: "the server takes batches again")
        try stop(program, of: nodes[0], expectingEverySecondOnceOn: server)
    }

    @Test(.enabled(if: FullRun.isWanted, "a minute long; Deploy/test --full runs it"))
    func server_stoppedForAMinute_missesNoReadingAndDoublesNone() throws {
        let (server, nodes) = try house("kitchen", "cellar")
        let programs = try nodes.map { try $0.start() }
        for program in programs {
            try program.waitForNumber(after: "delivered through ", atLeast: 2)
        }
        try server.stop()
        // Each signs a batch a second.
        for program in programs {
            try program.waitForNumber(after: "signed batch ", atLeast: 64, seconds: 120)
        }
        try server.start()
        for program in programs {
            program.send(SIGHUP)
            try program.waitForLine(containing: "the server takes batches again")
        }
        for (program, node) in zip(programs, nodes) {
            try stop(program, of: node, expectingEverySecondOnceOn: server)
        }
    }

    @Test func server_killed_missesNoReadingAndDoublesNone() throws {
        let (server, nodes) = try house("kitchen")
        let program = try nodes[0].start()
        for round in 1...3 {
            try program.waitForNumber(after: "delivered through ", atLeast: round * 2)
            try server.kill()
            try server.start()
            program.send(SIGHUP)
        }
        try program.waitForNumber(after: "delivered through ", atLeast: 8)
        try stop(program, of: nodes[0], expectingEverySecondOnceOn: server)
    }

    @Test func agent_killedAndStarted_missesNothingItHadCommitted() throws {
        let (server, nodes) = try house("kitchen")
        let first = try nodes[0].start()
        try first.waitForNumber(after: "delivered through ", atLeast: 2)
        try server.stop()
        let delivered = first.greatestNumber(after: "delivered through ")
        try first.waitForNumber(after: "signed batch ", atLeast: delivered + 3)
        first.send(SIGKILL)
        #expect(try first.waitForEnd() == .signalled(SIGKILL))
        let killed = Date()
        let committed = first.greatestNumber(after: "signed batch ")
        #expect(first.greatestNumber(after: "delivered through ") < committed)

        try server.start()
        let second = try nodes[0].start()
        try second.waitForNumber(after: "delivered through ", atLeast: committed + 3)
        let end = Date()
        #expect(try second.stop() == .exited(0))
        let signed = second.greatestNumber(after: "signed batch ")
        #expect(try head(of: nodes[0], on: server) == signed)
        let readings = try StoredReading.all(of: "air", in: server)
        try StoredReading.expectEverySecondOnce(
            readings.filter { try $0.seconds < killed.timeIntervalSince1970 },
            atLeast: committed, until: killed)
        try StoredReading.expectEverySecondOnce(
            readings.filter { try $0.seconds >= killed.timeIntervalSince1970 },
            atLeast: signed - committed, until: end)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func agent_told_endsWithinTwoSecondsAndLeavesNothingBehind() throws {
        let (server, nodes) = try house("kitchen")
        let program = try nodes[0].start()
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        let start = ContinuousClock.now
        program.send(SIGTERM)
        #expect(try program.waitForEnd() == .exited(0))
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(program.errorOutput.contains("0 batches wait in the spool"))
        #expect(try !StoredReading.all(of: "air", in: server).isEmpty)
    }

    @Test func agent_toldWhileAServerIsSilent_endsWithinTwoSecondsAndKeepsAll() throws {
        let (server, node) = try houseWithABusyNode()
        try server.stop()
        let silent = try SilentServer()
        let program = try node.start(["--server", "127.0.0.1:\(silent.port)"])
        #expect(silent.isCalled())
        // It signs nothing until it has given the server up; then, all that waits at once.
        try expectEndWithinTwoSeconds(program, of: node, after: 17)
    }

    @Test func agent_toldWhileAServerHangs_endsWithinTwoSecondsAndKeepsAll() throws {
        let (server, node) = try houseWithABusyNode()
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        server.server?.send(SIGSTOP)
        try expectEndWithinTwoSeconds(program, of: node, after: 4)
    }

    /// Thirty readings a second, in batches of twenty.
    private func houseWithABusyNode() throws -> (ScratchAggregator, ScratchNode) {
        let (server, _) = try house()
        let node = try ScratchNode(
            "kitchen",
            description: """
                batch: {readings: 20, seconds: 60}
                sensors: [{id: air, driver: bme280, bus: simulated, interval: 100ms}]
                """)
        try node.enrol(try server.invite("kitchen"))
        return (server, node)
    }

    /// Ends a busy node that cannot send, and expects of its spool all that it signed.
    private func expectEndWithinTwoSeconds(
        _ program: RunningProgram, of node: ScratchNode, after batches: Int
    ) throws {
        // Samples of three readings, batches of twenty: after all but each third, some wait.
        try program.waitForNumber(after: "signed batch ", atLeast: batches)
        let before = program.greatestNumber(after: "signed batch ")
        let start = ContinuousClock.now
        program.send(SIGTERM)
        #expect(try program.waitForEnd() == .exited(0))
        #expect(ContinuousClock.now - start < .seconds(2))
        let signed = program.greatestNumber(after: "signed batch ")
        #expect(signed > before)
        let delivered = program.greatestNumber(after: "delivered through ")
        #expect(delivered < signed)
        let spool = try Database(path: node.state + "/spool.sqlite", mode: .readWriteCreate)
        #expect(try spool.integer("SELECT count(*) FROM batch") == Int64(signed))
        #expect(try spool.integer("SELECT delivered FROM chain") == Int64(delivered))
    }

    /// Ends a node, and expects of the store all that it signed, and each second once.
    private func stop(
        _ program: RunningProgram, of node: ScratchNode,
        expectingEverySecondOnceOn server: ScratchAggregator
    ) throws {
        let end = Date()
        #expect(try program.stop() == .exited(0))
        let signed = program.greatestNumber(after: "signed batch ")
        #expect(try head(of: node, on: server) == signed)
        let readings = try StoredReading.all(of: "air", in: server)
        try StoredReading.expectEverySecondOnce(
            readings.filter { $0.node == node.name }, atLeast: signed, until: end)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    /// The number of the last item that the server has of a node.
    private func head(of node: ScratchNode, on server: ScratchAggregator) throws -> Int {
        let text = try server.run("node", "show", node.name, "--format", "json").output
        return try JSONDecoder().decode(ShownNode.self, from: Data(text.utf8)).head.sequence
    }

    /// What is read here of `rue-aggregator node show --format json`.
    private struct ShownNode: Decodable {
        struct Head: Decodable { let sequence: Int }
        let head: Head
    }
}
