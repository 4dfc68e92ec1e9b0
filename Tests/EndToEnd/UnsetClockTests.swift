import Foundation
import RueTestSupport
import Testing

/// A node whose clock stands in 1970, as a Pi's does without a network: the real program under
/// libfaketime, which changes what it is told of the time of day and of nothing else.
@Suite struct UnsetClockTests {
    private static func clock(at time: String) throws -> [String: String] {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib")
        let library = folders.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
            .first { FileManager.default.fileExists(atPath: $0) }
        return [
            "LD_PRELOAD": try #require(library, "Debian's package faketime is missing"),
            "FAKETIME": "@\(time)", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC",
        ]
    }

    /// Rows in an interval, of any time.
    private func count(from: String, to: String, in server: ScratchAggregator) throws -> Int {
        try server.run(
            "query", "--sensor", "air", "--from", from, "--to", to, "--format", "json"
        ).lines.count
    }

    @Test(
        .disabled(
            if: Sanitizer.isActive,
            "libfaketime and a sanitizer's library each wait for the other to start"))
    func node_startedIn1970_connectsByPins_andPlacesWhatItReadBefore() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        try server.stop()

        let start = Date().timeIntervalSince1970
        let program = try node.start(
            environment: try Self.clock(at: "1970-01-01 00:00:07"))
        let sampling = Date().timeIntervalSince1970
        // It signs although it knows neither the server's head nor the time.
        try program.waitForNumber(after: "signed batch ", atLeast: 3, seconds: 30)
        #expect(!program.errorOutput.contains("clock is not set"))
        let unplaced = program.greatestNumber(after: "signed batch ")
        try server.start()
        program.send(SIGHUP)
        try program.waitForLine(containing: "the system's clock is not set")
        try program.waitForNumber(after: "delivered through ", atLeast: unplaced + 3)
        let end = Date().timeIntervalSince1970
        #expect(try program.stop() == .exited(0))
        #expect(!program.errorOutput.contains("certificate"), "\(program.errorOutput)")

        let readings = try StoredReading.all(of: "air", in: server)
        let times = try readings.filter { $0.quantity == "pressure" }.map { try $0.seconds }
            .sorted()
        #expect(times.count >= Int(unplaced) + 3 && Set(times).count == times.count, "\(times)")
        let first = try #require(times.first)
        #expect((start - 1...sampling + 1).contains(first), "\(start), \(times)")
        #expect(abs(end - (times.last ?? 0)) < 2.5, "\(end), \(times)")
        // Where the clock comes to be known, the grid of the samples goes over to its seconds.
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(steps.allSatisfy { $0 < 1.5 }, "\(times)")
        #expect(
            try count(from: "1970-01-01", to: "2025-01-01", in: server) == 0, "a row in 1970")
        #expect(try count(from: "1970-01-01", to: "now", in: server) == readings.count)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }
}
