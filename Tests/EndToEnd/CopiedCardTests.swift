import Foundation
import RueTestSupport
import Testing

/// Two devices with one key, as after an SD card was copied: real programs, the second with a
/// kernel boot of its own.
@Suite struct CopiedCardTests {
    /// The boot id is bound over in a mount namespace of the agent's own.
    private static let script = """
        mount --bind "$1" /proc/sys/kernel/random/boot_id || exit 9
        shift
        exec "$@"
        """

    private static let delivered = "delivered through "

    @Test func copiedCard_isFoundOutAndNothingIsLost() throws {
        let server = try ScratchAggregator()
        try server.start()
        let first = try ScratchNode("kitchen")
        try first.enrol(try server.invite("kitchen"))
        let alone = try first.start()
        try alone.waitForLine(containing: "delivered through")
        #expect(try alone.stop() == .exited(0))
        let second = try ScratchNode("kitchen")
        try FileManager.default.copyItem(atPath: first.state, toPath: second.state)

        let agents = [
            try first.start(),
            try startElsewhere(second),
        ]
        for agent in agents {
            let delivered = try agent.waitForNumber(after: Self.delivered, atLeast: 1)
            try agent.waitForNumber(after: Self.delivered, atLeast: delivered + 12)
        }
        let log = try #require(server.server)
        try log.waitForLine(containing: "fork")
        for agent in agents { #expect(try agent.stop() == .exited(0)) }

        let shown = try server.run("node", "show", "kitchen").output
        #expect(shown.contains("fork, "), "\(shown)")
        #expect(shown.contains("two devices, one key, "), "\(shown)")
        #expect(try server.run("verify").output.hasPrefix("good"))
        try expectEveryReading(agents, of: [first, second], at: server)
        try expectNoStorm(agents)
    }

    private func lines(_ agent: RunningProgram) -> [Substring] {
        agent.errorOutput.split(separator: "\n")
    }

    private func startElsewhere(_ node: ScratchNode) throws -> RunningProgram {
        let boot = try node.folder.write("0badc0de-0000-4000-8000-00000000beef\n", to: "boot_id")
        let agent = try RunningProgram(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c", Self.script, "test", boot,
                Product.path("rue-agent"), "run", "--verbose", "--state", node.state, "--config",
                node.configuration,
            ])
        try agent.waitForLine(containing: "samples")
        return agent
    }

    /// What each signed is at the server, as often as it was taken.
    private func expectEveryReading(
        _ agents: [RunningProgram], of nodes: [ScratchNode], at server: ScratchAggregator
    ) throws {
        for agent in agents {
            let waiting = try #require(lines(agent).last { $0.contains("ended; ") })
            #expect(waiting.contains("ended; 0 batches wait"), "\(waiting)")
        }
        let signed = agents.flatMap(lines).compactMap { line -> Int? in
            guard line.contains("signed batch "), let count = line.range(of: " with ") else {
                return nil
            }
            return Int(line[count.upperBound...].prefix { $0.isNumber })
        }
        let query = try server.run("query", "--health", "--format", "json", "--from", "-1d")
        #expect(query.lines.count >= signed.reduce(0, +))
    }

    /// A batch that met the other's is sent twice, seldom more often.
    private func expectNoStorm(_ agents: [RunningProgram]) throws {
        for agent in agents {
            let signed = lines(agent).count { $0.contains("signed batch ") }
            let anew = lines(agent).count { $0.contains(" anew behind ") }
            #expect(anew <= 2 * signed + 4, "\(anew) for \(signed)")
            #expect(!lines(agent).contains { $0.contains("contradicts itself") })
        }
    }
}
