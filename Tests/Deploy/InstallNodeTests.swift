import Foundation
import RueTestSupport
import Testing

/// `Deploy/install-node` through a real ssh server, into a root that does not run.
@Suite struct InstallNodeTests {
    private let server: ScratchSSHServer
    private let system: ScratchRoot

    init() throws {
        server = try ScratchSSHServer()
        system = try ScratchRoot()
        for name in ["config.txt", "cmdline.txt"] {
            try FileManager.default.copyItem(
                atPath: ScratchCard.Kind.trixie.path + "/" + name,
                toPath: system.root + "/boot/firmware/" + name)
        }
        try system.folder.write(StandIn.program(for: .own, bytes: 300_000), to: "rue-agent")
    }

    private func words(
        _ more: [String] = [], link: [String] = ["--link", Link.good],
        on server: ScratchSSHServer? = nil
    ) -> [String] {
        let server = server ?? self.server
        return [server.user, "--node", "kitchen", "--root", system.root] + link
            + [
                "--agent", system.folder.file("rue-agent"), "--host-agent",
                Product.path("rue-agent"),
            ] + server.options + more
    }

    private func install(_ words: [String]) throws -> FinishedProgram {
        try FinishedProgram.run(Repository.file("Deploy/install-node"), words, seconds: 300)
    }

    @Test func aMachine_getsWhatACardBrings_andItsLinesInConfigTXT() throws {
        let installed = try install(words())
        #expect(installed.status == .exited(0), "\(installed.output)\(installed.errorOutput)")
        #expect(try system.text("var/lib/rue-agent/link") == Link.good + "\n")
        #expect(
            try system.folder.read("root/usr/bin/rue-agent")
                == StandIn.program(for: .own, bytes: 300_000))
        let before = try String(
            contentsOfFile: ScratchCard.Kind.trixie.path + "/config.txt", encoding: .utf8)
        #expect(
            try system.text("boot/firmware/config.txt") == before
                + "# Rue: for the sensors of this node\ndtparam=i2c_arm=on\n# Rue: end\n")
        #expect(installed.output.contains("restart the machine"))
        #expect(!system.has("usr/lib/systemd/system/rue-card.service"))
    }

    @Test func calledTwice_itChangesNothing() throws {
        _ = try install(words())
        let before = try system.tree()
        let again = try install(words())
        #expect(again.status == .exited(0))
        #expect(again.output == "rue: installed\n", "\(again.output)")
        #expect(try system.tree() == before)
    }

    /// What a shell's start-up file prints is no part of an answer, and never a command.
    @Test func aMachineWhoseShellSpeaks_isInstalled_andNothingOfThatIsRun() throws {
        let canary = system.folder.file("canary")
        let talkative = try ScratchSSHServer(greeting: "Welcome\\ntouch \(canary)\\n$ ")
        let installed = try install(words(on: talkative))
        #expect(installed.status == .exited(0), "\(installed.output)\(installed.errorOutput)")
        #expect(!installed.errorOutput.contains("annot open"), "\(installed.errorOutput)")
        #expect(!FileManager.default.fileExists(atPath: canary))
        #expect(try system.text("boot/firmware/config.txt").contains("dtparam=i2c_arm=on\n"))
        #expect(try system.text("var/lib/rue-agent/link") == Link.good + "\n")
    }

    @Test func aDryRun_showsTheLines_andChangesNothing() throws {
        let before = try system.tree()
        let shown = try install(words(["--dry-run"]))
        #expect(shown.status == .exited(0))
        #expect(shown.lines.contains("+dtparam=i2c_arm=on"))
        #expect(shown.output.hasSuffix("Nothing was changed.\n"))
        #expect(try system.tree() == before)
    }

    @Test func anEnrolledNode_getsANewDescription_withoutALink() throws {
        let device = Repository.file("Devices/freezer.yaml")
        let installed = try install(words(["--device", device], link: ["--enrolled"]))
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        #expect(!system.has("var/lib/rue-agent/link"))
        #expect(try system.text("etc/rue-agent/node.yaml").contains("name: freezer"))
    }

    // MARK: What goes wrong

    private func refused(
        _ words: [String], _ told: String, location: SourceLocation = #_sourceLocation
    ) throws {
        let before = try system.tree()
        let installed = try install(words)
        #expect(installed.status == .exited(1), sourceLocation: location)
        #expect(
            installed.errorOutput.contains(told), "\(installed.errorOutput)",
            sourceLocation: location)
        #expect(!installed.errorOutput.contains("Traceback"), sourceLocation: location)
        #expect(try system.tree() == before, sourceLocation: location)
    }

    @Test func aMachineThatCannotBeReached_isToldOf() throws {
        var lost = words()
        lost.replace(["Port=\(server.port)"], with: ["Port=1"])
        try refused(lost, "nothing was changed. Does this work: ssh \(server.user) true")
        var stranger = words()
        stranger.replace(
            ["IdentityFile=\(server.folder.file("me"))"], with: ["IdentityFile=/dev/null"])
        try refused(stranger, "Permission denied")
    }

    @Test func aProgramForAnotherMachine_isRefused() throws {
        try system.folder.write(StandIn.program(for: .arm), to: "rue-agent")
        try refused(words(), "is no program for \(server.user), which is a ")
    }

    @Test func wordsThatAreMissing_areNamed() throws {
        try refused([], "which machine? USER@HOST")
        try refused(["a@b", "c@d"], "one machine at a time: a@b, or c@d?")
        try refused(["a@b", "--node", "kitchen"], "a link is missing")
        try refused(["a@b", "--what"], "unknown option '--what'")
    }

    private func cut(_ kind: String, _ value: String) -> [String] {
        let proxy = Repository.file("Tests/Deploy/Fixtures/cut.py")
        return ["-o", "ProxyCommand=python3 \(proxy) \(server.port) \(kind) \(value)"]
    }

    /// The files are some 300 kB; the connection breaks off in their midst.
    @Test func aConnectionThatBreaksOffWhileSending_leavesNothing() throws {
        try refused(words(cut("bytes", "150000")), "nothing was installed. Call this again")
        let again = try install(words())
        #expect(again.status == .exited(0))
    }

    @Test func aConnectionThatBreaksOffWhileInstalling_isNoReasonToStop() throws {
        let installed = try install(words(cut("file", system.root + "/usr/bin/rue-agent")))
        #expect(installed.status == .exited(1), "\(installed.output)")
        #expect(
            installed.errorOutput.contains("broke off while it was installing"),
            "\(installed.errorOutput)")
        #expect(eventually { system.has("var/lib/rue-agent/link") })
        #expect(try install(words()).status == .exited(0))
    }

    @Test func whatCannotBeInstalled_isToldWithItsReason_andMendedByCallingAgain() throws {
        try FileManager.default.createDirectory(
            atPath: system.root + "/etc", withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: system.root + "/etc/rue-agent"))
        let installed = try install(words())
        #expect(installed.status == .exited(1))
        #expect(installed.errorOutput.contains("could not install it"), "\(installed.errorOutput)")
        #expect(installed.errorOutput.contains("call this again"))
        try FileManager.default.removeItem(atPath: system.root + "/etc/rue-agent")
        #expect(try install(words()).status == .exited(0))
        #expect(try system.text("var/lib/rue-agent/link") == Link.good + "\n")
    }
}
