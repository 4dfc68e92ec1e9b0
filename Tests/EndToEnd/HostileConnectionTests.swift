import Foundation
import RueTestSupport
import Testing

/// Whoever means ill, at both ports of a real server, while an honest node delivers.
@Suite(.serialized) struct HostileConnectionTests {
    /// How many connections come: a smoke each time, and all of them when there is time.
    private static let counts: [(scenario: String, smoke: Int, full: Int)] = [
        ("smuggling", 1, 1), ("slow", 3, 40), ("crowd", 300, 10_000), ("siege", 300, 4_500),
        ("hoard", 100, 600),
    ]

    @Test(arguments: counts.map(\.scenario))
    func server_hostileConnections_endsThemAndServesTheHonestNode(scenario: String) throws {
        let counts = try #require(Self.counts.first { $0.scenario == scenario })
        let count = FullRun.isWanted ? counts.full : counts.smoke
        let aggregator = try ScratchAggregator()
        try aggregator.start()
        let server = try #require(aggregator.server)
        let sent = aggregator.folder.file("sent")
        let script = try #require(
            Bundle.module.path(forResource: "Fixtures/hostile.py", ofType: nil))
        let run = try Python.run(
            [
                script, scenario, aggregator.invite("python"), sent, "\(aggregator.pagePort)",
                "\(server.processIdentifier)", "\(count)",
            ], seconds: FullRun.isWanted ? 600 : 120)
        try #require(run.status == .exited(0), "\(run.output)\(run.errorOutput)")
        #expect(run.lines.last == "all checks passed")
        for line in run.lines where line.hasPrefix("figures: ") {
            print("hostile \(scenario)", line)
        }

        // What the honest node was given receipts for is there, once, and nothing else is.
        let query = try aggregator.run("query", "--health", "--format", "json", "--from", "-1d")
        let lines = try String(contentsOfFile: sent, encoding: .utf8).split(separator: "\n")
        #expect(try ShownReading.sorted(query.lines) == ShownReading.sorted(lines))
        try aggregator.run("verify")
        #expect(try aggregator.stop() == .exited(0))
    }
}
