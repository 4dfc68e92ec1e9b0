import Foundation
import RueTestSupport
import Testing

/// A node that knows its server by a name in `.local`, on a network of the test's own with Debian's
/// avahi-daemon, and with responders that lie (Fixtures/home-network.sh).
@Suite(.serialized) struct HomeNetworkTests {
    private func run(_ responder: String...) throws -> FinishedProgram {
        let node = try ScratchNode("kitchen")
        let script = try #require(
            Bundle.module.path(forResource: "Fixtures/home-network.sh", ofType: nil))
        let programs = URL(fileURLWithPath: Product.path("rue-agent")).deletingLastPathComponent()
        return try FinishedProgram.run(
            "unshare",
            [
                "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child",
                "--mount-proc", "bash", script, node.folder.path, programs.path,
            ] + responder, environment: ["RUE_TEST_PYTHON": Python.path], seconds: 120)
    }

    private func forger() throws -> String {
        try #require(Bundle.module.path(forResource: "Fixtures/forged.py", ofType: nil))
    }

    @Test(arguments: ["avahi", "avahi-ipv6"])
    func node_nameAnnouncedByAvahi_enrolsAndDelivers(responder: String) throws {
        let result = try run(responder)
        #expect(result.status == .exited(0), "\(result.output)\(result.errorOutput)")
        #expect(result.output.contains("delivered through 2"))
        #expect(result.output.contains("good: "))
    }

    @Test func node_nameThatNobodyAnnounces_saysWhatToLookAt() throws {
        let result = try run("none")
        #expect(result.status == .exited(69))
        let said = result.output + result.errorOutput
        #expect(said.contains("cannot find the address of home.local"), "\(said)")
        #expect(said.contains("avahi-daemon"), "\(said)")
    }

    /// RFC 6762 §11. The same answer is taken from the network itself, and not from beyond it.
    @Test(arguments: [("192.0.2.1", Int32(0)), ("198.51.100.1", 69)])
    func node_answerFromElsewhere_isNotBelieved(sender: String, status: Int32) throws {
        let result = try run(try forger(), sender)
        #expect(result.status == .exited(status), "\(result.output)\(result.errorOutput)")
        #expect(result.output.contains("the responder ANSWERED"))
    }
}
