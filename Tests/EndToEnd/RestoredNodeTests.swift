import Foundation
import RueTestSupport
import Testing

/// A node whose card is put back to an earlier day, and one whose clock is.
@Suite struct RestoredNodeTests {
    private let server: ScratchAggregator
    private let node: ScratchNode

    init() throws {
        server = try ScratchAggregator()
        try server.start()
        node = try ScratchNode("kitchen", description: ScratchNode.thirtyABatch)
        try node.enrol(try server.invite("kitchen"))
    }

    private func simulate(_ count: Int, from start: String, _ words: String...) throws {
        let result = try node.run(["simulate", "--count", "\(count)", "--start", start] + words)
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(!result.errorOutput.contains("anew"), "\(result.errorOutput)")
    }

    private func expectNoAlarm() throws {
        let shown = try server.run("node", "show", "kitchen").output
        #expect(!shown.contains("\nalert "), "\(shown)")
    }

    @Test func cardImage_putBack_signsOnBehindTheServersHead_withoutAFork() throws {
        try simulate(60, from: "2026-03-01T08:00:00Z")
        let image = node.state + ".image"
        try FileManager.default.copyItem(atPath: node.state, toPath: image)
        try simulate(90, from: "2026-03-01T09:00:00Z")
        let before = try KeptItem.stored(of: "kitchen", in: server)
        #expect(before.count == 5)

        try FileManager.default.removeItem(atPath: node.state)
        try FileManager.default.moveItem(atPath: image, toPath: node.state)
        try simulate(30, from: "2026-03-01T10:00:00Z")

        let after = try KeptItem.stored(of: "kitchen", in: server)
        #expect(after.map(\.sequence) == [1, 2, 3, 4, 5, 6])
        #expect(Array(after.prefix(5)) == before)
        #expect(try StoredReading.all(of: "air", in: server).count == 180)
        try expectNoAlarm()
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func clock_rolledBack_losesNothing_andGivesNoAlarm() throws {
        try simulate(60, from: "2026-03-01T08:00:00Z")
        try simulate(60, from: "2025-06-01T08:00:00Z")
        try simulate(60, from: "unknown")
        try simulate(60, from: "2026-03-02T08:00:00Z")
        try KeptItem.expectAllOnce(of: node, in: server, atLeast: 8, after: "a clock put back")
        try expectNoAlarm()
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }
}
