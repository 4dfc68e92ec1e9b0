import Foundation
import RueTestSupport
import Testing

/// Nodes whose spool is smaller than what their server misses, or no file at all.
@Suite struct FullSpoolTests {
    private static let sensors = """
        sensors:
          - {id: air, driver: bme280, bus: simulated, interval: 1s}
        simulation: {seed: 7, room: kitchen}

        """

    private func enrolled(_ spool: String) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen", description: spool + Self.sensors)
        try node.enrol(server.invite("kitchen"))
        return (server, node)
    }

    private func values(_ series: String, in server: ScratchAggregator) throws -> [Int] {
        try server.run("export", "--series", series, "--format", "json").lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return Int(try #require(object?["value"] as? Double, "\(line)"))
        }
    }

    @Test func serverAwayForLongerThanTheSpoolHolds_getsSummaries_andCountsEveryReading() throws {
        let (server, node) = try enrolled(
            "batch: {readings: 30, seconds: 600}\nspool: {limit: 1MiB}\n")
        let count = 75_000
        let result = try node.run(
            [
                "simulate", "--count", "\(count)", "--start", "2026-01-01T00:00:00Z", "--every",
                "60s", "--offline",
            ], seconds: 300)
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("the spool is full"), "\(result.errorOutput)")
        let size = try FinishedProgram.run("stat", ["-c", "%s", node.state + "/spool.sqlite"])
        #expect(try #require(Int(size.lines.first ?? "")) < 3 << 20)

        let sent = try node.run(
            ["simulate", "--count", "3", "--start", "2026-03-01T00:00:00Z"], seconds: 120)
        #expect(sent.status == .exited(0), "\(sent.errorOutput)")
        #expect(sent.output.contains("undelivered=0"), "\(sent.output)")
        #expect(try server.run("verify").output.hasPrefix("good"))

        var left = 0
        for series in ["air_temperature", "air_humidity", "air_pressure"] {
            let counts = try values(series + "-count", in: server)
            #expect(counts.count > 100)
            #expect(try values(series + "-min", in: server).count == counts.count)
            // Means stand in the series itself, and are no readings.
            left += try values(series, in: server).count - counts.count
        }
        let thinned = try values("node_thinned", in: server).reduce(0, +)
        #expect(left + thinned == count + 3)
        let show = try server.run("node", "show", "kitchen")
        #expect(!show.output.contains("fork"), "\(show.output)")
        #expect(show.output.contains("gone from the node"), "\(show.output)")
    }

    @Test func spoolInMemory_writesNothing_goesOnFromTheServersHead_andSaysSo() throws {
        let (server, node) = try enrolled("batch: {readings: 60, seconds: 1}\nspool: memory\n")
        let check = try FinishedProgram.run(
            Product.path("rue-agent"), ["check", node.configuration])
        #expect(check.output.contains("the spool is in memory"), "\(check.output)")
        var delivered = 0
        for _ in 0..<2 {
            let program = try node.start()
            delivered = try program.waitForNumber(
                after: "delivered through ", atLeast: delivered + 2)
            #expect(program.errorOutput.contains("the spool is in memory"))
            #expect(try program.stop() == .exited(0))
            delivered = program.greatestNumber(after: "delivered through ")
        }
        #expect(!FileManager.default.fileExists(atPath: node.state + "/spool.sqlite"))
        let told = try server.run("export", "--series", "node_spool", "--format", "json").lines
        #expect(told.count == 1 && told.first?.contains("goes on from item") == true, "\(told)")
        #expect(try server.run("verify").output.hasPrefix("good"))
        let show = try server.run("node", "show", "kitchen")
        #expect(!show.output.contains("fork"), "\(show.output)")
    }

    @Test func spoolInMemory_withoutItsServer_signsNothing_andTellsWhatIsLost() throws {
        let (server, node) = try enrolled("batch: {readings: 60, seconds: 1}\nspool: memory\n")
        try server.stop()
        let program = try node.start()
        try program.waitForLine(containing: "cannot send")
        // Longer than a spool on the card would wait for the head.
        try program.waitForLine(containing: "still not sending")
        #expect(try program.stop(seconds: 20) == .exited(0))
        #expect(!program.errorOutput.contains("signed batch"), "\(program.errorOutput)")
        #expect(program.errorOutput.contains("lost, since it could not be stored"))
    }

    @Test func simulate_withASpoolInMemory_isRefused() throws {
        let (server, node) = try enrolled("spool: memory\n")
        let result = try node.run(["simulate", "--count", "3"])
        #expect(result.status == .exited(78), "\(result.status)")
        #expect(result.errorOutput.contains("wants its spool on the card"))
        try server.stop()
    }
}
