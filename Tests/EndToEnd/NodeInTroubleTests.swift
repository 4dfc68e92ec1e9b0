import RueTestSupport
import Testing

/// Nodes whose clock, bus or copy of themselves is not as it should be.
@Suite struct NodeInTroubleTests {
    private func enrolled(
        _ description: String = ScratchNode.fastBME280
    ) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen", description: description)
        try node.enrol(server.invite("kitchen"))
        return (server, node)
    }

    private func simulate(
        _ node: ScratchNode, _ count: Int, from start: String, _ words: String...
    ) throws -> FinishedProgram {
        let result = try node.run(
            ["simulate", "--count", "\(count)", "--start", start] + words)
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        return result
    }

    private func count(_ series: String, in server: ScratchAggregator) throws -> Int {
        try server.run("export", "--series", series, "--format", "json").lines.count
    }

    /// A copy of a node with all it has, key and spool included.
    private func clone(_ node: ScratchNode) throws -> ScratchNode {
        let clone = try ScratchNode("kitchen")
        let copied = try FinishedProgram.run("cp", ["-r", node.state, clone.state])
        #expect(copied.status == .exited(0))
        return clone
    }

    @Test func clone_thatForks_isRepacked_andBothBranchesArrive() throws {
        let (server, node) = try enrolled()
        let clone = try clone(node)
        _ = try simulate(node, 90, from: "2027-01-15T08:00:00Z")
        // The clone signs without having heard of the other's batches.
        _ = try simulate(clone, 90, from: "2027-01-15T09:00:00Z", "--offline")
        let result = try simulate(clone, 3, from: "2027-01-15T10:00:00Z")
        #expect(result.errorOutput.contains("anew"), "\(result.errorOutput)")
        #expect(try count("air_temperature", in: server) == 61)
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    @Test func copies_ofSameSeedKeyGrantAndClock_signTheSameBytes() throws {
        let (server, node) = try enrolled()
        let copy = try clone(node)
        for node in [node, copy] {
            _ = try simulate(
                node, 600, from: "2027-01-15T08:00:00Z", "--offline", "--boot",
                "000102030405060708090a0b0c0d0e0f")
        }
        // Each sends what it signed. Had the second one made other bytes, it would be a fork.
        for (node, start) in [(node, "2027-01-15T09:00:00Z"), (copy, "2027-01-15T10:00:00Z")] {
            let result = try simulate(node, 3, from: start)
            #expect(!result.errorOutput.contains("anew"), "\(result.errorOutput)")
        }
        #expect(try count("air_temperature", in: server) == 202)
    }

    @Test func simulate_whereRunWas_isRefused() throws {
        let (server, node) = try enrolled()
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        #expect(try program.stop() == .exited(0))
        let result = try node.run(["simulate", "--count", "3"])
        #expect(result.status == .exited(65))
        #expect(result.errorOutput.contains("state folder"), "\(result.errorOutput)")
        try server.stop()
    }

    @Test func simulate_withoutAStart_endsAboutNow() throws {
        let (server, node) = try enrolled()
        #expect(try node.run(["simulate", "--count", "30"]).status == .exited(0))
        let lines = try server.run(
            "export", "--series", "air_temperature", "--from", "-1m", "--to", "now", "--format",
            "json"
        ).lines
        #expect(lines.count == 10)
    }

    @Test func nodeWithoutClock_isAccepted() throws {
        let (server, node) = try enrolled()
        let result = try simulate(node, 300, from: "unknown")
        #expect(result.errorOutput.isEmpty, "\(result.errorOutput)")
        #expect(try count("air_temperature", in: server) == 100)
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    @Test func simulatedBoot_inTwoRuns_goesOn() throws {
        let (server, node) = try enrolled()
        for _ in 0..<2 {
            let result = try simulate(
                node, 30, from: "2027-01-15T08:00:00Z", "--boot",
                "000102030405060708090a0b0c0d0e0f")
            #expect(result.errorOutput.isEmpty, "\(result.errorOutput)")
        }
        #expect(try count("air_temperature", in: server) == 20)
    }

    @Test func sensorOnAMissingBus_tellsItsFault_andTheOthersGoOn() throws {
        let (server, node) = try enrolled(
            """
            batch: {seconds: 1}
            sensors:
              - {id: air, driver: bme280, bus: simulated, interval: 100ms}
              - {id: window, driver: bme280, bus: /dev/i2c-99, interval: 200ms}
            """)
        let program = try node.start()
        try program.waitForLine(containing: "sensor window failed: cannot open /dev/i2c-99")
        try program.waitForNumber(after: "delivered through ", atLeast: 2)
        try #expect(program.stop() == .exited(0))
        #expect(try count("air_temperature", in: server) >= 10)
        #expect(try count("window_fault", in: server) >= 4)
    }
}
