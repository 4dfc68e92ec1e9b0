import Foundation
import RueTestSupport
import Testing

/// A node that gets a new key: after a revocation, or when its key is lost.
@Suite struct NodeRenewalTests {
    private func enrolled() throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        #expect(try node.run(["simulate", "--count", "90"]).status == .exited(0))
        return (server, node)
    }

    private func newLink(_ server: ScratchAggregator) throws -> String {
        let words = try server.run("node", "add", "kitchen", "--replace").output
            .split { $0.isWhitespace }
        return String(try #require(words.first { $0.hasPrefix("rue://") }))
    }

    private func setAside(in node: ScratchNode) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: node.state)
            .filter { $0.hasPrefix("before-") }
    }

    @Test func newKey_afterARevocation_sendsWhatWaitedToo() throws {
        let (server, node) = try enrolled()
        _ = try node.run(["simulate", "--count", "60", "--offline"])
        try server.run("node", "revoke", "kitchen", "--yes")
        let refused = try node.run(["simulate", "--count", "3"])
        #expect(refused.status == .exited(69))
        #expect(refused.errorOutput.contains("rue-agent enrol LINK --new-key"))

        let link = try newLink(server)
        let old = try node.run(["enrol", link])
        #expect(old.status == .exited(69))
        #expect(old.errorOutput.contains("--new-key"), "\(old.errorOutput)")
        #expect(try setAside(in: node).isEmpty)

        let result = try node.run(["enrol", link, "--new-key"])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        let folder = try #require(try setAside(in: node).first)
        let kept = try FileManager.default.contentsOfDirectory(atPath: node.state + "/" + folder)
        #expect(Set(["node.key", "grant.cose", "spool.sqlite"]).isSubset(of: kept))
        #expect(try node.run(["simulate", "--count", "30"]).output.contains("undelivered=0"))
        // 90 + 60 + 30 readings, of three quantities each.
        let lines = try server.run("export", "--series", "air_temperature", "--format", "json")
            .lines
        #expect(lines.count == 60)
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    @Test func enrol_withoutTheSpoolsKey_spendsNoLink() throws {
        let (server, node) = try enrolled()
        try FileManager.default.removeItem(atPath: node.state + "/node.key")
        let link = try newLink(server)
        let refused = try node.run(["enrol", link])
        #expect(refused.status == .exited(65))
        #expect(refused.errorOutput.contains("--new-key"), "\(refused.errorOutput)")
        #expect(!FileManager.default.fileExists(atPath: node.state + "/node.key"))
        #expect(try node.run(["enrol", link, "--new-key"]).status == .exited(0))
        #expect(try node.run(["simulate", "--count", "30"]).output.contains("undelivered=0"))
    }

    @Test func newKey_withARefusedLink_leavesTheNodeAsItWas() throws {
        let (server, node) = try enrolled()
        let link = try newLink(server)
        try ScratchNode("other").run(["enrol", link]).expectRefused()
        try server.stop()
        #expect(try node.run(["enrol", link, "--new-key"]).status == .exited(69))
        #expect(try setAside(in: node).isEmpty)
        try server.start()
        let result = try node.run(
            ["simulate", "--count", "30", "--server", "127.0.0.1:\(server.port)"])
        #expect(result.output.contains("undelivered=0"), "\(result.errorOutput)")

        // The key that was made in vain is not mistaken for the one that is enrolled now.
        #expect(try node.run(["enrol", try newLink(server)]).status == .exited(0))
        #expect(try setAside(in: node).isEmpty)
        let last = try node.run(["simulate", "--count", "30"])
        #expect(last.output.contains("undelivered=0"), "\(last.errorOutput)")
    }
}

extension FinishedProgram {
    fileprivate func expectRefused() {
        #expect(status == .exited(69), "\(errorOutput)")
        #expect(errorOutput.contains("another device"), "\(errorOutput)")
    }
}
