import Foundation
import RueTestSupport
import Testing

/// `setup` as a person meets it at a terminal, and as a script does.
@Suite struct SetupQuestionsTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private var state: String { folder.file("state") }

    /// Runs `setup` on a terminal, which script(1) gives it, and types lines.
    private func setUp(_ options: String = "", typing lines: String) throws -> FinishedProgram {
        let command = "\(Product.path("rue-aggregator")) setup --state \(state) \(options)"
        return try FinishedProgram.run(
            "sh", ["-c", "printf '\(lines)' | script -qec '\(command)' /dev/null"])
    }

    private func settings() throws -> String {
        try String(contentsOfFile: state + "/settings.conf", encoding: .utf8)
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test func terminal_answers_areTakenAndTheKitIsHandedOver() throws {
        let kit = folder.file("kit.txt")
        let result = try setUp(typing: "home.example\\n\(kit)\\n")
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(try settings().contains("host = home.example\n"))
        #expect(!exists(state + "/recovery-kit.txt"))
        let check = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["recovery-kit", "--check", kit, "--state", state])
        #expect(check.output.hasPrefix("Good: "), "\(check.errorOutput)")
        let mode = try FileManager.default.attributesOfItem(atPath: kit)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func terminal_returns_takeTheDefaults() throws {
        let result = try setUp(typing: "\\n\\n")
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(result.output.contains("Next:"))
        #expect(exists(state + "/recovery-kit.txt"))
        // Two questions and no more.
        #expect(result.output.components(separatedBy: "] ").count == 3, "\(result.output)")
    }

    @Test func terminal_impossibleName_isAskedAgainWithTheReason() throws {
        let result = try setUp(typing: "my house\\nhome.example\\n\\n")
        #expect(result.output.contains("'my house' cannot stand in a link"))
        #expect(try settings().contains("host = home.example\n"))
    }

    @Test func terminal_endOfInput_leavesNothing() throws {
        let result = try setUp(typing: "\\004")
        #expect(result.status == .exited(64), "\(result.output)")
        #expect(result.output.contains("nothing was set up"))
        #expect(!exists(state))
    }

    @Test(arguments: ["--yes", "--host home.example --write-kit KIT"])
    func terminal_optionsThatAnswer_areNotAskedFor(options: String) throws {
        let options = options.replacingOccurrences(of: "KIT", with: folder.file("kit.txt"))
        let result = try setUp(options, typing: "")
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(!result.output.contains("?"), "\(result.output)")
    }

    @Test func terminal_alreadySetUp_asksNothing() throws {
        _ = try setUp("--yes", typing: "")
        let result = try setUp(typing: "")
        #expect(result.output.contains("Already set up"))
        #expect(!result.output.contains("?"), "\(result.output)")
    }

    @Test func writeKit_ofAFinishedSetup_takesTheKitAway() throws {
        _ = try setUp("--yes", typing: "")
        let kit = folder.file("kit.txt")
        let result = try setUp("--write-kit \(kit)", typing: "")
        #expect(result.output.contains("on the server's own disk"), "\(result.output)")
        #expect(exists(kit) && !exists(state + "/recovery-kit.txt"))
        let again = try setUp("--write-kit \(kit)2", typing: "")
        #expect(again.status == .exited(66) && again.output.contains("not on this machine"))
        #expect(again.output.contains("renew-tls --new-kit"), "\(again.output)")
        #expect(!exists(kit + "2"))
    }

    @Test func writeKit_toAnotherDisk_isNotOnThisMachineAnyMore() throws {
        let medium = try ScratchFolder(in: "/dev/shm")
        let result = try setUp("--yes --write-kit \(medium.file("kit.txt"))", typing: "")
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(result.output.contains("not on this\r\nmachine any more"), "\(result.output)")
    }

    /// Runs `setup --write-kit` on a finished set-up, under a strace(1) that also says what it saw.
    private func handOver(to kit: String, _ tracing: String...) throws -> FinishedProgram {
        _ = try setUp("--yes", typing: "")
        return try FinishedProgram.run(
            "strace",
            ["-f", "-y", "-o", folder.file("trace")] + tracing + [
                Product.path("rue-aggregator"), "setup", "--state", state, "--write-kit", kit,
            ])
    }

    /// The medium may be pulled out at once.
    @Test func writeKit_isOnTheDiskUnderItsNameBeforeTheOtherIsRemoved() throws {
        let kit = folder.file("kit.txt")
        let result = try handOver(to: kit, "-e", "trace=fsync,unlink")
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        let trace = String(decoding: try folder.read("trace"), as: UTF8.self)
        let calls = trace.split(separator: "\n")
        let order = try ["<\(kit)>", "<\(folder.path)>", "\(state)/recovery-kit.txt\""].map {
            text in
            try #require(calls.firstIndex { $0.contains(text) }, "\(text) in \(trace)")
        }
        #expect(order == order.sorted(), "\(trace)")
    }

    @Test func writeKit_onAFullMedium_leavesNoneThereAndSaysWhereItIs() throws {
        let kit = folder.file("kit.txt")
        let result = try handOver(to: kit, "-P", kit, "-e", "inject=write:error=ENOSPC")
        #expect(result.status == .exited(74), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("\(kit): cannot write: No space left on device"))
        #expect(result.errorOutput.contains("The kit is still in \(state)/recovery-kit.txt"))
        #expect(!exists(kit) && exists(state + "/recovery-kit.txt"))
    }

    @Test func writeKit_whereTheFirstCannotBeRemoved_staysInBothPlaces() throws {
        let kit = folder.file("kit.txt")
        let result = try handOver(
            to: kit, "-P", state + "/recovery-kit.txt", "-e", "inject=unlink:error=EROFS")
        #expect(result.status == .exited(74), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("the kit is in \(kit), and could not be removed here"))
        #expect(exists(kit) && exists(state + "/recovery-kit.txt"))
    }

    @Test func terminal_placeOfTheKit_isAWholePathOrLater() throws {
        let result = try setUp(typing: "\\n~/kit.txt\\nLater\\n")
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(result.output.contains("'~/kit.txt' is no whole path"), "\(result.output)")
        #expect(exists(state + "/recovery-kit.txt"))
    }

    @Test func terminal_kitOnAMediumThatIsNotMounted_isAskedForAgain() throws {
        let kit = folder.file("kit.txt")
        let result = try setUp(typing: "\\n\(folder.file("usb/kit.txt"))\\n\(kit)\\n")
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(
            result.output.contains(
                "There is no folder \(folder.file("usb")); is the medium mounted?"))
        #expect(exists(kit) && !exists(state + "/recovery-kit.txt"))
    }

    @Test(arguments: [
        ("missing/kit.txt", 73, "No such file"), ("taken", 73, "File exists"),
        ("state/kit.txt", 64, "name a place outside"),
    ])
    func writeKit_wrongPlace_costsNothing(name: String, status: Int32, text: String) throws {
        try folder.write("mine", to: "taken")
        let result = try setUp("--yes --write-kit \(folder.file(name))", typing: "")
        #expect(result.status == .exited(status))
        #expect(result.output.contains(text), "\(result.output)")
        #expect(!exists(state))
        #expect(try folder.read("taken") == Array("mine".utf8))
    }
}
