import Foundation
import RueTestSupport

/// A system to install into, which does not run, and a folder to install from.
struct ScratchRoot {
    let folder: ScratchFolder
    let root: String
    let source: String

    /// Accounts say the day when they were made, and a lock is none of ours.
    static let unsteady: Set<String> = [
        "etc/.pwd.lock", "etc/shadow", "etc/shadow-", "etc/gshadow-",
        "etc/passwd-", "etc/group-",
    ]

    /// Where the installer notes of which folder all is installed, as long as that is there.
    static let record = "etc/rue-agent/installed"

    init() throws {
        folder = try ScratchFolder()
        root = folder.file("root")
        source = folder.file("rue")
        for name in ["etc", "usr", "var", "boot/firmware"] {
            try FileManager.default.createDirectory(
                atPath: root + "/" + name, withIntermediateDirectories: true)
        }
    }

    /// The same once more, with the folder to install from.
    init(copying other: ScratchRoot) throws {
        folder = try ScratchFolder()
        root = folder.file("root")
        source = folder.file("rue")
        let copied = try FinishedProgram.run(
            "cp", ["-a", other.root, other.source, folder.path])
        guard copied.status == .exited(0) else { throw NotPrepared(said: copied.errorOutput) }
    }

    /// Puts what `Deploy/flash` makes of a card into the folder to install from.
    func prepare(
        device: String = "kitchen", link: String = Link.good, seed: UInt8 = 1
    ) throws {
        let card = try ScratchCard(.trixie)
        try card.folder.write(StandIn.program(for: .arm, seed: seed), to: "rue-agent")
        let flashed = try card.flash(
            [
                "--node", device, "--agent", card.folder.file("rue-agent"), "--host-agent",
                Product.path("rue-agent"), "--link", link, "--boot", card.boot,
            ] + card.wifi)
        guard flashed.status == .exited(0) else { throw NotPrepared(said: flashed.errorOutput) }
        try? FileManager.default.removeItem(atPath: source)
        try FileManager.default.copyItem(atPath: card.boot + "/rue", toPath: source)
    }

    /// The folder could not be made.
    struct NotPrepared: Error {
        let said: String
    }

    /// Calls the installer.
    func install(_ words: [String] = []) throws -> FinishedProgram {
        try FinishedProgram.run(
            "sh", [source + "/install.sh", "--root", root] + words, seconds: 300)
    }

    func tree() throws -> [String: String] {
        try DeployTests.tree(root, without: Self.unsteady)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try folder.read("root/" + name), as: UTF8.self)
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + name) }

    var hasSource: Bool { FileManager.default.fileExists(atPath: source) }
}
