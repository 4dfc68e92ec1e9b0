import Foundation
import RueTestSupport
import Testing

/// A server that changes its TLS key, with the real programs.
@Suite struct RenewTLSTests {
    private let server: ScratchAggregator
    private let kitchen: ScratchNode

    init() throws {
        server = try ScratchAggregator()
        try server.start()
        kitchen = try ScratchNode("kitchen")
        try kitchen.enrol(try server.invite("kitchen"))
    }

    private static let newPins = "the server's TLS pins are now those of 20"

    /// Puts the kit that lies on the server into the drawer.
    private func drawer(_ name: String) throws -> String {
        let path = server.folder.file(name)
        try FileManager.default.moveItem(atPath: server.state + "/recovery-kit.txt", toPath: path)
        return path
    }

    private func renew(_ words: String..., expecting status: Int32 = 0) throws -> FinishedProgram {
        try server.runAll(["renew-tls"] + words, expecting: .exited(status))
    }

    /// Lets the kitchen run until it has the server's pins, and has delivered.
    private func learn() throws {
        let agent = try kitchen.start()
        try agent.waitForLine(containing: Self.newPins)
        let first = try agent.waitForNumber(after: "delivered through ", atLeast: 1)
        try agent.waitForNumber(after: "delivered through ", atLeast: first + 1)
        #expect(try agent.stop() == .exited(0))
    }

    @Test func key_changedToTheKits_isKnownToEveryNodeAllTheTime() throws {
        try learn()
        try server.stop()
        for round in 1...2 {
            let changed = try renew("--kit", drawer("kit \(round)"))
            #expect(changed.output.contains("recovery-kit.txt"), "\(changed.output)")
            try server.start()
            let before = try renew()
            #expect(before.output.contains("kitchen  has the pins of "), "\(before.output)")
            #expect(before.output.contains("1 node still to learn"), "\(before.output)")
            let kit = server.state + "/recovery-kit.txt"
            let early = try server.run("recovery-kit", "--check", kit)
            #expect(early.output.contains("have not learnt of this one yet:\nkitchen.\n"))
            try learn()
            let after = try renew()
            #expect(after.output.contains("kitchen  has the present pins"), "\(after.output)")
            #expect(after.output.contains("Every node knows"), "\(after.output)")
            #expect(
                try server.run("recovery-kit", "--check", kit).output.hasPrefix("Good: with"))
            try server.stop()
        }
        #expect(try server.run("verify").output.hasPrefix("good"))
    }

    @Test func key_thatANodeDoesNotKnow_isRefusedUnlessForced() throws {
        let attic = try ScratchNode("attic")
        try attic.enrol(try server.invite("attic"))
        try learn()
        try server.stop()
        _ = try drawer("lost")
        let made = try renew("--new-kit")
        #expect(made.output.contains("The recovery key is a new one"), "\(made.output)")
        let kit = try drawer("kit")
        let early = try renew("--kit", kit, expecting: 75)
        #expect(early.errorOutput.contains("attic, kitchen"), "\(early.errorOutput)")
        try server.start()
        try learn()
        try server.stop()
        let refused = try renew("--kit", kit, expecting: 75)
        #expect(refused.errorOutput.contains("would be cut off: attic."), "\(refused.errorOutput)")
        _ = try renew("--kit", kit, "--force")
        try server.start()
        try learn()
        let agent = try attic.start()
        try agent.waitForLine(containing: "cannot send: ")
        #expect(!agent.errorOutput.contains("delivered through"))
        #expect(try agent.stop() == .exited(0))
    }

    @Test func kit_thatIsNotThePresentOne_isRefused() throws {
        try server.stop()
        let old = try drawer("old")
        _ = try renew("--new-kit")
        let refused = try renew("--kit", old, expecting: 65)
        #expect(refused.errorOutput.contains("but older"), "\(refused.errorOutput)")
        let again = try renew("--new-kit", expecting: 73)
        #expect(again.errorOutput.contains("move it to the drawer"), "\(again.errorOutput)")
        let both = try renew("--new-kit", "--kit", old, expecting: 64)
        #expect(both.errorOutput.contains("one of --kit and --new-kit"), "\(both.errorOutput)")
    }

    @Test func server_thatRuns_isToBeStoppedFirst() throws {
        let refused = try renew("--new-kit", expecting: 75)
        #expect(refused.errorOutput.contains("stop that server"), "\(refused.errorOutput)")
    }
}
