import Glibc
import RueTestSupport
import Testing

@Suite struct InstalledNodeTests {
    /// From a server's link over a card to readings on that server, only without the machine in between.
    @Test func aNodeFromACard_enrolsByItsLink_andSends() throws {
        let server = try ScratchAggregator()
        try server.start()
        let link = try server.invite("kitchen")
        let system = try ScratchRoot()
        try system.prepare(device: "simulated-kitchen", link: link)
        let installed = try system.install()
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        let state = system.root + "/var/lib/rue-agent"
        // The program's user of that root is nobody here; the program acts as who owns the folder.
        let owned = try FinishedProgram.run("chown", ["-R", "\(getuid())", state])
        #expect(owned.status == .exited(0))
        let agent = try RunningProgram(
            Product.path("rue-agent"),
            [
                "run", "--verbose", "--config", system.root + "/etc/rue-agent/node.yaml", "--state",
                state, "--link-file", state + "/link",
            ])
        // A batch of the description is a minute long.
        try agent.waitForNumber(after: "delivered through ", atLeast: 1, seconds: 90)
        #expect(!system.has("var/lib/rue-agent/link"))
        #expect(try server.run("node", "list").output.contains("kitchen"))
        #expect(try agent.stop() == .exited(0))
    }
}
