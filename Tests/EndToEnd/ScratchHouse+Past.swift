import RueTestSupport
import Testing

extension ScratchNode {
    /// Sends so many readings of a day of last October; days must rise, so that no two are alike.
    func sendPast(_ count: Int, day: Int, to server: ScratchAggregator) throws {
        let result = try run(
            [
                "simulate", "--count", String(count), "--start", "2026-10-\(10 + day)T00:00:00Z",
                "--server", "127.0.0.1:\(server.port)",
            ],
            seconds: 120)
        try #require(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.output.contains("undelivered=0"), "\(result.output)")
    }
}

extension ScratchAggregator {
    /// Every reading that the server shows, what nodes say of themselves included.
    func exportedReadings() throws -> [String] { try run("export", "--format", "json").lines }
}
