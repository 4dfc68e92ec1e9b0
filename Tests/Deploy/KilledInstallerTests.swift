import Foundation
import RueTestSupport
import Testing

/// The power goes at every command that the installer calls, once; a copy is cut in half then. The next
/// start installs the rest.
@Suite struct KilledInstallerTests {
    /// Stand before the programs of these names, count their calls, and at one of them end everything.
    private static let script = """
        #!/bin/sh
        # Both ends of a pipeline count at once: a byte for each call is never lost.
        printf x >>"$RUE_COUNT"
        count=$(/usr/bin/wc -c <"$RUE_COUNT")
        name=${0##*/}
        if [ "$RUE_KILL_AT" -gt 0 ] && [ "$count" -ge "$RUE_KILL_AT" ]; then
            if [ "$name" = cp ]; then
                for word; do from=$last last=$word; done
                /usr/bin/head -c 100 "$from" >"$last"
            fi
            kill -9 0
        fi
        PATH=$RUE_PATH
        exec "$name" "$@"
        """
    private static let commands = [
        "cp", "mv", "rm", "mkdir", "rmdir", "chmod", "chown", "sync", "cmp", "stat", "sha256sum",
        "sed", "grep", "systemctl", "systemd-sysusers", "dpkg-query",
    ]

    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("bin"), withIntermediateDirectories: false)
        for name in Self.commands {
            try folder.write(Self.script, to: "bin/" + name, permissions: 0o755)
        }
    }

    /// Installs, with everything killed at one of the commands; 0 for none.
    private func install(_ system: ScratchRoot, killAt: Int) throws -> FinishedProgram {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let count = try system.folder.write("", to: "count")
        return try FinishedProgram.run(
            "setsid", ["--wait", "sh", system.source + "/install.sh", "--root", system.root],
            environment: [
                "PATH": folder.file("bin") + ":" + path, "RUE_PATH": path, "RUE_COUNT": count,
                "RUE_KILL_AT": "\(killAt)",
            ])
    }

    private func count(_ system: ScratchRoot) throws -> Int {
        try system.folder.read("count").count
    }

    /// An older node, switched off, on which a newer card is to be installed: there is something to be lost.
    private func pattern() throws -> ScratchRoot {
        let system = try ScratchRoot()
        try system.prepare(device: "freezer", link: Link.other, seed: 2)
        _ = try system.install()
        try FileManager.default.removeItem(
            atPath: system.root + "/etc/systemd/system/multi-user.target.wants/rue-agent.service")
        try system.prepare()
        return system
    }

    /// At each command with RUE_TEST_FULL, else at every seventh.
    @Test func killedAtAnyCommand_nothingIsHalf_andTheNextStartFinishes() throws {
        let pattern = try pattern()
        let old = try pattern.tree()
        let reference = try ScratchRoot(copying: pattern)
        #expect(try install(reference, killAt: 0).status == .exited(0))
        let steps = try count(reference)
        let wanted = try reference.tree()
        let prepared = try DeployTests.tree(pattern.source)
        #expect(steps > 60, "\(steps)")
        var random = SeededRandom(seed: SeededRandom.freshSeed("the installer killed"))
        let first = FullRun.isWanted ? 1 : Int.random(in: 1...7, using: &random)
        for step in stride(from: first, through: steps, by: FullRun.isWanted ? 1 : 7) {
            let system = try ScratchRoot(copying: pattern)
            #expect(try install(system, killAt: step).status != .exited(0), "step \(step)")
            let found = try system.tree().filter { $0.key != ScratchRoot.record }
            expectWhole(found, old, wanted, step)
            // A card's file system may lose more of a folder than what was being changed.
            if try !system.hasSource || DeployTests.tree(system.source) != prepared {
                let isInstalled = found == wanted
                #expect(isInstalled, "step \(step)")
            }
            // The link is somewhere, whole.
            let isOnCard = FileManager.default.contents(atPath: system.source + "/link")
            let isInstalled = try system.text("var/lib/rue-agent/link")
            #expect(
                isOnCard == Data((Link.good + "\n").utf8) || isInstalled == Link.good + "\n",
                "step \(step)")
            if FileManager.default.fileExists(atPath: system.source + "/install.sh") {
                let next = try system.install()
                #expect(next.status == .exited(0), "step \(step): \(next.errorOutput)")
            }
            #expect(try system.tree() == wanted, "step \(step)")
        }
    }

    /// Every file is the old one or the new one.
    private func expectWhole(
        _ found: [String: String], _ old: [String: String], _ new: [String: String], _ step: Int
    ) {
        for (name, content) in found where !name.hasSuffix(".rue-new") {
            let isWhole = content == old[name] || content == new[name]
            #expect(isWhole, "step \(step): \(name)")
        }
        for name in old.keys where new[name] != nil {
            #expect(found[name] != nil, "step \(step): \(name) is gone")
        }
    }
}
