import Foundation
import RueTestSupport
import Testing

/// A node that changes its key, with the real programs.
@Suite struct KeyRotationTests {
    private func enrolled() throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        return (server, node)
    }

    /// Lets the node run until some batches more are delivered, on the server's word.
    private func run(_ node: ScratchNode, _ server: ScratchAggregator, batches: Int) throws {
        let agent = try node.start(["--server", "127.0.0.1:\(server.port)"])
        let first = try agent.waitForNumber(after: Self.delivered, atLeast: 1)
        try agent.waitForNumber(after: Self.delivered, atLeast: first + batches - 1)
        #expect(try agent.stop() == .exited(0))
    }

    private static let delivered = "delivered through "

    private func words(_ result: FinishedProgram, _ name: String) throws -> String {
        let line = try #require(result.lines.first { $0.contains("  \(name)  ") })
        return try #require(line.split(separator: " ").last).description
    }

    private func keysLeft(_ node: ScratchNode) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: node.state)
            .filter { $0.hasSuffix(".key") }.sorted()
    }

    @Test func key_rotated_keepsTheHistoryProvenEverywhere() throws {
        let (server, node) = try enrolled()
        try run(node, server, batches: 2)
        let before = try Data(contentsOf: URL(fileURLWithPath: node.state + "/node.key"))
        let result = try node.run(["rotate-key"])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.output.contains("The server has taken it."), "\(result.output)")
        #expect(try words(result, "was") != words(result, "is"))
        #expect(try server.run("node", "show", "kitchen").output.contains(words(result, "is")))
        #expect(try Data(contentsOf: URL(fileURLWithPath: node.state + "/node.key")) != before)
        #expect(try keysLeft(node) == ["node.key"])
        try run(node, server, batches: 2)
        #expect(try server.run("verify").output.hasPrefix("good"))
        #expect(!(try server.run("node", "show", "kitchen").output.contains("alert")))

        let archive = server.folder.file("proof")
        try server.run("export", "--proof", archive)
        let check = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["verify", archive])
        #expect(check.status == .exited(0), "\(check.output)\(check.errorOutput)")
    }

    @Test func key_rotatedWithoutTheServer_isTakenLater() throws {
        let (server, node) = try enrolled()
        try run(node, server, batches: 2)
        try server.stop()
        let result = try node.run(["rotate-key"])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.output.contains("1 item waits"), "\(result.output)")
        #expect(try keysLeft(node) == ["node.key", "old-node.key"])
        let again = try node.run(["rotate-key"])
        #expect(again.status == .exited(75))
        #expect(again.errorOutput.contains("has not taken the last change"), "\(again.errorOutput)")
        try server.start()
        let agent = try node.start(["--server", "127.0.0.1:\(server.port)"])
        try agent.waitForLine(containing: "the server has taken the new key")
        #expect(try agent.stop() == .exited(0))
        #expect(try keysLeft(node) == ["node.key"])
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    /// The copy of the store is older than the rotation, and nobody told the server that it is one.
    /// A node alone could fill it up to the very same log; so there are two.
    @Test func server_rolledBackInSilence_isRefilledAndFoundOut() throws {
        let (server, node) = try enrolled()
        let other = try ScratchNode("attic")
        try other.enrol(try server.invite("attic"))
        try run(node, server, batches: 2)
        try server.stop()
        let store = server.state + "/store.sqlite"
        let copy = try Data(contentsOf: URL(fileURLWithPath: store))
        try server.start()
        #expect(try node.run(["rotate-key"]).output.contains("The server has taken it."))
        try run(node, server, batches: 2)
        try run(other, server, batches: 2)
        try server.stop()
        try copy.write(to: URL(fileURLWithPath: store))
        try server.start()
        let agent = try other.start()
        let alert = try #require(server.server).waitForLine(containing: "ALERT: node attic: ")
        #expect(alert.contains("server rolled back: "), "\(alert)")
        #expect(try agent.stop() == .exited(0))
        try run(node, server, batches: 1)
        let shown = try server.run("node", "show", "attic").output
        #expect(shown.contains("alert            server rolled back, 1 time"), "\(shown)")
        #expect(!(try server.run("node", "show", "kitchen").output.contains("alert")))
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    /// Nothing is left but the server's keys.
    @Test func server_rebuiltEmpty_learnsAllKeysAndIsRefilled() throws {
        let (server, node) = try enrolled()
        try run(node, server, batches: 2)
        #expect(try node.run(["rotate-key"]).status == .exited(0))
        try run(node, server, batches: 1)
        let items = try itemCount(server, "kitchen")
        try server.stop()
        for suffix in ["", "-wal", "-shm"] {
            let path = server.state + "/store.sqlite" + suffix
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.removeItem(atPath: path)
        }
        try server.start()
        try run(node, server, batches: 1)
        let name = try #require(
            server.run("node", "list").lines.flatMap { $0.split(separator: " ") }
                .first { $0.hasPrefix("pending-") })
        #expect(try itemCount(server, String(name)) > items)
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    private func itemCount(_ server: ScratchAggregator, _ name: String) throws -> Int {
        let line = try #require(
            server.run("node", "show", name).lines.first { $0.hasPrefix("items") })
        let number = line.split(separator: " ")[1].prefix { $0.isNumber }
        return try #require(Int(number))
    }
}
