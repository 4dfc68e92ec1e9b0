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

    /// A loss of power at each change of names: whatever it left, the same command, or the next
    /// start where the node is enrolled, brings all that waited, and nothing twice.
    @Test func newKey_cutShortAnywhere_isFinishedByTheNextCommand() throws {
        let server = try ScratchAggregator()
        try server.start()
        for (call, least) in [("rename", 8), ("unlink", 1), ("mkdir", 1)] {
            var cut = 0
            while try !isFinished(cutAt: cut + 1, of: call, server) { cut += 1 }
            print("change of keys: cut short at \(cut) calls of \(call)")
            #expect(cut >= least)
        }
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    /// Changes a node's key, killed at the n-th change of a name; false when it was.
    private func isFinished(
        cutAt number: Int, of call: String, _ server: ScratchAggregator
    ) throws -> Bool {
        let name = "\(call)-\(number)"
        let node = try ScratchNode(name)
        try node.enrol(try server.invite(name))
        // Days apart, so that no two readings are alike.
        func simulate(_ count: Int, _ day: Int, _ options: String...) throws -> FinishedProgram {
            try node.run(
                ["simulate", "--count", String(count), "--start", "2026-10-0\(day)T00:00:00Z"]
                    + options)
        }
        #expect(try simulate(30, 1).status == .exited(0))
        _ = try simulate(60, 2, "--offline")
        let enrol = [
            "enrol", try server.invite(name, replacing: true), "--new-key", "--state", node.state,
            "--config", node.configuration,
        ]
        let strace = [
            "-f", "-o", "/dev/null", "-e", "trace=\(call)",
            "-e", "inject=\(call):signal=KILL:when=\(number)",
        ]
        let first = try FinishedProgram.run(
            "strace", strace + [Product.path("rue-agent")] + enrol)
        var more = 0
        if first.status != .exited(0) {
            #expect(first.status == .signalled(SIGKILL), "\(first.errorOutput)")
            // Where the new grant is there, the node simply starts; else the link is given again.
            let start = try simulate(3, 3, "--offline")
            more = start.status == .exited(0) ? 1 : 0
            let isUnfinished = FileManager.default.fileExists(atPath: node.state + "/new-node.key")
            if start.status != .exited(0) || isUnfinished {
                let second = try node.run(["enrol", enrol[1], "--new-key"])
                #expect(second.status == .exited(0), "\(name): \(second.errorOutput)")
            }
        }
        let last = try simulate(30, 4)
        #expect(last.output.contains("undelivered=0"), "\(name): \(last.errorOutput)")
        let lines = try server.run(
            "export", "--node", name, "--series", "air_temperature", "--format", "json"
        ).lines
        #expect(lines.count == 40 + more, "\(name)")
        #expect(Set(lines).count == lines.count, "\(name)")
        let left = try FileManager.default.contentsOfDirectory(atPath: node.state)
        #expect(!left.contains("changing-key"), "\(name)")
        #expect(!left.contains("new-node.key"), "\(name)")
        return first.status == .exited(0)
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
