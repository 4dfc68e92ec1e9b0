import Foundation
import RueTestSupport
import Testing

/// Root works in the state folder of a service that has a user of its own, as after `apt install`:
/// nothing there becomes root's, and root's own files stay root's.
@Suite(.enabled(if: geteuid() == 0, "only root can be somebody else"))
struct OtherUserTests {
    private static let service: UInt32 = 65_534
    private let folder: ScratchFolder
    private let state: String
    /// A folder that only root may enter.
    private let desk: String

    init() throws {
        folder = try ScratchFolder()
        state = folder.file("state")
        desk = folder.file("desk")
        for (path, mode, owner) in [
            (folder.path, 0o755, UInt32(0)), (state, 0o700, Self.service), (desk, 0o700, 0),
        ] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            #expect(chmod(path, mode_t(mode)) == 0 && chown(path, owner, owner) == 0)
        }
    }

    @discardableResult
    private func run(
        _ words: String..., as user: UInt32? = nil, expecting status: Int32 = 0
    ) throws -> FinishedProgram {
        let program = Product.path("rue-aggregator")
        let words = words + (words.contains("--state") ? [] : ["--state", state])
        let result =
            if let user {
                try FinishedProgram.run(
                    "setpriv",
                    ["--reuid", String(user), "--regid", String(user), "--clear-groups", program]
                        + words)
            } else { try FinishedProgram.run(program, words) }
        #expect(result.status == .exited(status), "\(words): \(result.errorOutput)")
        return result
    }

    /// The owners of everything below a folder, by path.
    private func owners(in path: String) throws -> [String: UInt32] {
        var owners: [String: UInt32] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
            owners[name] = attributes[.ownerAccountID] as? UInt32
        }
        return owners
    }

    private func expectAllBelong(_ path: String, to user: UInt32) throws {
        let owners = try owners(in: path)
        #expect(!owners.isEmpty)
        #expect(owners.values.allSatisfy { $0 == user }, "\(owners)")
    }

    @Test func commands_ofRoot_leaveTheServicesFilesToItAndRootsToRoot() throws {
        try run("setup", "--host", "127.0.0.1", "--write-kit", desk + "/kit.txt")
        try run("node", "add", "kitchen", "--link-file", desk + "/link")
        try run("recovery-kit", "--check", desk + "/kit.txt")
        try run("export", "--output", desk + "/readings.csv")
        try run("export", "--proof", desk + "/archive", expecting: 66)
        try run("backup", desk + "/backup")
        try run("node", "list")
        try run("verify")
        try expectAllBelong(state, to: Self.service)
        try expectAllBelong(desk, to: 0)
        #expect(try owners(in: state)["last-backup.conf"] == Self.service)
        #expect(
            Set(try owners(in: desk).keys).isSuperset(
                of: ["kit.txt", "link", "readings.csv", "backup/store.sqlite"]))
        try run("node", "list", as: Self.service)
    }

    @Test func restore_intoTheServicesFolder_isTheServices() throws {
        try run("setup", "--host", "127.0.0.1")
        try run("backup", desk + "/backup")
        for name in try FileManager.default.contentsOfDirectory(atPath: state) {
            try FileManager.default.removeItem(atPath: state + "/" + name)
        }
        try run("restore", desk + "/backup")
        try expectAllBelong(state, to: Self.service)
        try run("node", "list", as: Self.service)
    }

    @Test func serve_startedByRoot_hasGivenRootUpForGood() throws {
        try run("setup", "--host", "127.0.0.1")
        let server = try RunningProgram(
            Product.path("rue-aggregator"),
            ["serve", "--state", state, "--loopback", "--port", "0", "--page", "0"])
        try server.waitForLine(containing: "the page: ")
        let status = try String(
            contentsOfFile: "/proc/\(server.processIdentifier)/status", encoding: .utf8)
        for kind in ["Uid", "Gid"] {
            let line = "\(kind):" + String(repeating: "\t\(Self.service)", count: 4) + "\n"
            #expect(status.contains(line), "\(status)")
        }
        #expect(status.contains("CapPrm:\t0000000000000000"))
        #expect(status.contains("CapEff:\t0000000000000000"))
        // What a second process does beside it, with a log that is in use.
        try run("backup", desk + "/backup")
        try run("node", "add", "kitchen", "--link-file", desk + "/link")
        try expectAllBelong(state, to: Self.service)
        #expect(try server.stop() == .exited(0))
    }

    @Test func anotherUser_isToldWhoseItIs() throws {
        try run("setup", "--host", "127.0.0.1")
        let result = try run("node", "list", as: 12_345, expecting: 77)
        let advice = "belongs to nobody: run this as root (sudo)"
        #expect(result.errorOutput.contains(advice))
        let backup = try run("backup", folder.file("none"), as: 12_345, expecting: 77)
        #expect(backup.errorOutput.contains(advice))
    }

    @Test(arguments: [["setup"], ["restore", "/none"]])
    func newFolder_whereAnotherUserMayMakeNone_isRefusedWithWhatToDo(words: [String]) throws {
        let path = folder.file("own/state")
        let result = try FinishedProgram.run(
            "setpriv",
            [
                "--reuid", "12345", "--regid", "12345", "--clear-groups",
                Product.path("rue-aggregator"),
            ] + words + ["--state", path])
        #expect(result.status == .exited(77))
        #expect(
            result.errorOutput.contains(
                "\(path): Permission denied; run it with sudo, or name another folder with --state"),
            "\(result.errorOutput)")
    }

    @Test func plantedLink_inTheServicesFolder_leadsRootNowhere() throws {
        try run("setup", "--host", "127.0.0.1")
        try folder.write("root's own", to: "desk/secret")
        try FileManager.default.createSymbolicLink(
            atPath: state + "/lock", withDestinationPath: desk + "/secret")
        try run("serve", "--port", "0", expecting: 73)
        #expect(try folder.read("desk/secret") == Array("root's own".utf8))
    }
}
