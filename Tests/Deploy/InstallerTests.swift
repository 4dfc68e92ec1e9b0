import Foundation
import RueTestSupport
import Testing

@Suite struct InstallerTests {
    @Test func anInstallation_putsEverythingInItsPlace_andLeavesNothingOnTheCard() throws {
        let system = try ScratchRoot()
        try system.prepare()
        let installed = try system.install()
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        #expect(!system.hasSource)
        let found = try system.tree()
        func mode(_ name: String) -> Substring? { found[name]?.split(separator: " ").first }
        #expect(mode("usr/bin/rue-agent") == "755")
        #expect(mode("etc/rue-agent/node.yaml") == "640")
        #expect(mode("var/lib/rue-agent") == "700")
        #expect(mode("var/lib/rue-agent/link") == "600")
        #expect(
            mode("etc/NetworkManager/system-connections/rue-wifi.nmconnection") == "600")
        #expect(mode("usr/lib/udev/rules.d/40-rue-agent.rules") == "644")
        #expect(try system.text("var/lib/rue-agent/link") == Link.good + "\n")
        #expect(try system.text("etc/modules-load.d/rue-agent.conf") == "i2c-dev\n")
        #expect(
            try system.text("etc/NetworkManager/conf.d/rue-powersave.conf")
                .contains("wifi.powersave = 2"))
        let wants = "etc/systemd/system/multi-user.target.wants/"
        for unit in ["rue-agent.service", "rue-card.service"] {
            #expect(found[wants + unit] == "-> /usr/lib/systemd/system/" + unit)
            #expect(system.has("usr/lib/systemd/system/" + unit))
        }
        let groups = try system.text("etc/group").split(separator: "\n")
        for group in ["gpio", "i2c"] {
            #expect(groups.contains { $0.hasPrefix(group + ":") && $0.hasSuffix(":rue-agent") })
        }
        #expect(try system.text("etc/passwd").contains("rue-agent:x:"))
    }

    /// As root only, as an installation is; else files belong to whoever tests.
    @Test(.enabled(if: getuid() == 0))
    func whatIsSecret_belongsToTheProgramsUser() throws {
        let system = try ScratchRoot()
        try system.prepare()
        _ = try system.install()
        let user = try system.text("etc/passwd").split(separator: "\n")
            .first { $0.hasPrefix("rue-agent:") }?.split(separator: ":")[2]
        func owner(_ name: String) throws -> String {
            let found = try FileManager.default.attributesOfItem(atPath: system.root + "/" + name)
            return "\(found[.ownerAccountID] ?? "")"
        }
        #expect(try owner("var/lib/rue-agent") == user ?? "none")
        #expect(try owner("var/lib/rue-agent/link") == user ?? "none")
        #expect(try owner("etc/rue-agent/node.yaml") == "0")
    }

    @Test func installedTwice_itIsTheSame() throws {
        let system = try ScratchRoot()
        try system.prepare()
        _ = try system.install()
        let before = try system.tree()
        try system.prepare()
        let again = try system.install()
        #expect(again.status == .exited(0))
        #expect(again.output == "rue: installed\n", "\(again.output)")
        #expect(try system.tree() == before)
    }

    @Test func aNewDescription_isTaken_andTheOldOneKept() throws {
        let system = try ScratchRoot()
        try system.prepare()
        _ = try system.install()
        let edited = try system.text("etc/rue-agent/node.yaml") + "# mine\n"
        try Data(edited.utf8).write(
            to: URL(fileURLWithPath: system.root + "/etc/rue-agent/node.yaml"))
        try system.prepare(device: "freezer", link: Link.other, seed: 2)
        let again = try system.install()
        #expect(again.output.contains("is kept as /etc/rue-agent/node.yaml.old"))
        #expect(try system.text("etc/rue-agent/node.yaml.old") == edited)
        #expect(try system.text("etc/rue-agent/node.yaml").contains("name: freezer"))
        #expect(try system.text("var/lib/rue-agent/link") == Link.other + "\n")
        #expect(
            try system.folder.read("root/usr/bin/rue-agent") == StandIn.program(for: .arm, seed: 2))
    }

    /// The start that comes before the restart leaves the folder: what calls it must find it.
    @Test func beforeARestart_theFolderStaysWithoutTheLink_andTheNextStartRemovesIt() throws {
        let system = try ScratchRoot()
        try system.prepare()
        #expect(try system.install(["--no-start"]).status == .exited(0))
        let left = try FileManager.default.contentsOfDirectory(atPath: system.source)
        #expect(left.contains("install.sh") && !left.contains("link"))
        let before = try system.tree().filter { $0.key != ScratchRoot.record }
        let next = try system.install()
        #expect(next.status == .exited(0), "\(next.errorOutput)")
        #expect(next.output == "")
        #expect(!system.hasSource)
        #expect(try system.tree() == before)
    }

    /// The card's file system keeps no journal: where the power goes while the folder is changed, it
    /// may lose any of its files.
    @Test(arguments: [["SHA256SUMS"], ["node.yaml"], ["SHA256SUMS", "node.yaml", "rue-agent"]])
    func aFolderThatLosesFilesOnceAllIsInstalled_isOnlyRemoved(lost: [String]) throws {
        let system = try ScratchRoot()
        try system.prepare()
        #expect(try system.install(["--no-start"]).status == .exited(0))
        #expect(system.has(ScratchRoot.record))
        let before = try system.tree().filter { $0.key != ScratchRoot.record }
        for name in lost {
            for file in [name, name + ".done"] {
                try? FileManager.default.removeItem(atPath: system.source + "/" + file)
            }
        }
        let next = try system.install()
        #expect(next.status == .exited(0), "\(next.errorOutput)")
        #expect(!system.hasSource)
        #expect(try system.tree() == before)
    }

    @Test func aFolderThatIsPreparedAgainBeforeItIsRemoved_isInstalled() throws {
        let system = try ScratchRoot()
        try system.prepare()
        #expect(try system.install(["--no-start"]).status == .exited(0))
        try system.prepare(device: "freezer", link: Link.other)
        #expect(try system.install().status == .exited(0))
        #expect(!system.hasSource)
        #expect(try system.text("var/lib/rue-agent/link") == Link.other + "\n")
        #expect(try system.text("etc/rue-agent/node.yaml").contains("name: freezer"))
    }

    @Test func theScriptAlone_isTheRestOfAFolderThatIsInstalled() throws {
        let system = try ScratchRoot()
        try system.prepare()
        for name in try FileManager.default.contentsOfDirectory(atPath: system.source)
        where name != "install.sh" {
            try FileManager.default.removeItem(atPath: system.source + "/" + name)
        }
        let installed = try system.install()
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        #expect(!system.hasSource)
    }

    /// The service's user has to come as far as its description.
    @Test func foldersThatAreMade_areOpen_whateverTheCallersMask() throws {
        let system = try ScratchRoot()
        try system.prepare()
        let installed = try FinishedProgram.run(
            "sh",
            [
                "-c", "umask 077 && exec sh \"$1\" --root \"$2\"", "sh",
                system.source + "/install.sh", system.root,
            ])
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        let found = try system.tree()
        for name in ["etc/rue-agent", "etc/NetworkManager/conf.d", "usr/lib/udev/rules.d"] {
            #expect(found[name] == "755 folder", "\(name)")
        }
        #expect(found["var/lib/rue-agent"] == "700 folder")
    }

    /// The folder of the node's key is its own user's: what that puts there in the installer's way is not
    /// written to.
    @Test func aLinkInTheInstallersWay_isNotFollowed() throws {
        let system = try ScratchRoot()
        try system.prepare()
        let victim = try system.folder.write("root's own\n", to: "victim", permissions: 0o644)
        let installed = try install(
            system, "case $last in */link.rue-new) ln -s '\(victim)' \"$last\" ;; esac")
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        #expect(try system.folder.read("victim") == Array("root's own\n".utf8))
        let attributes = try FileManager.default.attributesOfItem(atPath: victim)
        #expect(attributes[.posixPermissions] as? Int == 0o644)
        #expect(attributes[.ownerAccountID] as? UInt32 == getuid())
        #expect(try system.text("var/lib/rue-agent/link") == Link.good + "\n")
    }

    /// Called again while the first one still works, an installer waits for it.
    @Test func twoInstallers_takeTurns() throws {
        let system = try ScratchRoot()
        try system.prepare()
        let installed = try install(
            system, "flock --nonblock '\(system.root)/etc' echo the way is free >&2")
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        #expect(system.has("var/lib/rue-agent/link"))
        #expect(!installed.errorOutput.contains("the way is free"))
        // It is, when all is done.
        let free = try FinishedProgram.run("flock", ["--nonblock", system.root + "/etc", "true"])
        #expect(free.status == .exited(0))
    }

    /// Installs, with a command of the shell's before each copy; `$last` is where that goes.
    private func install(_ system: ScratchRoot, _ command: String) throws -> FinishedProgram {
        let copy = """
            #!/bin/sh
            for last; do :; done
            \(command)
            exec /bin/cp "$@"
            """
        // Written by the shell: a program that this process still holds open cannot be started.
        let script = """
            mkdir "$1/bin" && printf '%s\\n' "$2" >"$1/bin/cp" && chmod 755 "$1/bin/cp"
            PATH=$1/bin:$PATH exec sh "$3" --root "$4"
            """
        return try FinishedProgram.run(
            "sh",
            [
                "-ec", script, "sh", system.folder.path, copy, system.source + "/install.sh",
                system.root,
            ], seconds: 300)
    }

    @Test func aPackagesProgram_staysThePackages() throws {
        let system = try ScratchRoot()
        try system.prepare()
        let folder = system.root + "/var/lib/dpkg"
        try FileManager.default.createDirectory(
            atPath: folder + "/updates", withIntermediateDirectories: true)
        let status = """
            Package: rue-agent
            Status: install ok installed
            Maintainer: Nobody <nobody@example.invalid>
            Architecture: all
            Version: 1
            Description: a stand-in

            """
        try Data(status.utf8).write(to: URL(fileURLWithPath: folder + "/status"))
        // A package brings the user, too.
        try Data("rue-agent:x:990:990::/:/\n".utf8).write(
            to: URL(fileURLWithPath: system.root + "/etc/passwd"))
        try Data("rue-agent:x:990:\n".utf8).write(
            to: URL(fileURLWithPath: system.root + "/etc/group"))
        try FileManager.default.createDirectory(
            atPath: system.root + "/usr/lib/systemd/system", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Repository.file("Deploy/systemd/rue-agent.service"),
            toPath: system.root + "/usr/lib/systemd/system/rue-agent.service")
        let installed = try system.install()
        #expect(installed.status == .exited(0), "\(installed.errorOutput)")
        #expect(installed.output.contains("stay those of the Debian package"))
        #expect(!system.has("usr/bin/rue-agent"))
        #expect(system.has("etc/rue-agent/node.yaml"))
    }

    // MARK: What is not whole

    @Test(arguments: ["rue-agent", "node.yaml", "link", "rue-agent.service"])
    func aDamagedFile_isRefused_andOnlyTheNextStartProvidedFor(name: String) throws {
        let system = try ScratchRoot()
        try system.prepare()
        var content = try system.folder.read("rue/" + name)
        content[content.count / 2] ^= 1
        try system.folder.write(content, to: "rue/" + name)
        let installed = try system.install()
        #expect(installed.status == .exited(1))
        #expect(installed.errorOutput.contains("damaged: prepare the card again"))
        let files = try system.tree().filter { !$0.value.hasSuffix("folder") }
        #expect(
            Set(files.keys) == [
                "usr/lib/systemd/system/rue-card.service",
                "etc/systemd/system/multi-user.target.wants/rue-card.service",
            ])
        // That start finds the card prepared again.
        try system.prepare()
        #expect(try system.install().status == .exited(0))
    }

    @Test(arguments: ["SHA256SUMS", "node.yaml", "rue-agent"])
    func aMissingFile_isRefused(name: String) throws {
        let system = try ScratchRoot()
        try system.prepare()
        try FileManager.default.removeItem(atPath: system.source + "/" + name)
        let installed = try system.install()
        #expect(installed.status == .exited(1))
        #expect(installed.errorOutput.contains("prepare the card again"))
        #expect(!system.has("usr/bin/rue-agent") && !system.has("etc/rue-agent"))
    }

    /// In a mount namespace of its own, in which the root is mounted read-only over itself.
    @Test func aReadOnlyRoot_isRefused_andTheCardStaysAsItIs() throws {
        let system = try ScratchRoot()
        try system.prepare()
        let before = try DeployTests.tree(system.folder.path)
        let script = """
            mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 9
            sh "$2" --root "$1"
            """
        let installed = try FinishedProgram.run(
            "unshare",
            [
                "--map-root-user", "--mount", "sh", "-c", script, "sh", system.root,
                system.source + "/install.sh",
            ])
        #expect(installed.status == .exited(1))
        #expect(
            installed.errorOutput.contains("the root is read-only: sudo mount -o remount,rw /"),
            "\(installed.errorOutput)")
        #expect(try DeployTests.tree(system.folder.path) == before)
    }

    @Test func wordsThatItDoesNotKnow_areNamed() throws {
        let system = try ScratchRoot()
        try system.prepare()
        #expect(try system.install(["--rot"]).errorOutput.contains("unknown option '--rot'"))
        #expect(try system.install(["--root", "/nowhere"]).errorOutput.contains("needs a folder"))
        #expect(try system.install(["--help"]).output.hasPrefix("Makes this machine a node of Rue"))
    }
}
