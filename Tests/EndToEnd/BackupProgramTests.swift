import Foundation
import RueTestSupport
import Testing

/// `backup` and `restore`, beside a server that works, on small disks, and cut off anywhere.
@Suite struct BackupProgramTests {
    /// `backup` beside a server that is never idle: what was acknowledged before it began is in it.
    @Test func backup_underLoad_holdsWhatWasAcknowledgedAndStopsNobody() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        try node.sendPast(300, day: 1, to: server)
        let before = try server.exportedReadings()
        let program = try node.start()
        for number in 1...3 {
            let place = server.folder.file("backup-\(number)")
            try server.run("backup", place)
            let manager = FileManager.default
            for (name, mode) in [
                ("", 0o700), ("/server.key", 0o600), ("/tls.key", 0o600), ("/store.sqlite", 0o600),
                ("/settings.conf", 0o600), ("/backup.conf", 0o600),
            ] {
                let attributes = try manager.attributesOfItem(atPath: place + name)
                #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
            }
            #expect(
                !manager.fileExists(atPath: place + "/recovery-kit.txt"), "the kit is not in it")
            // It can be read as it is, and nothing is changed by that.
            let verified = try FinishedProgram.run(
                Product.path("rue-aggregator"), ["verify", "--state", place])
            #expect(verified.output.hasPrefix("good: "))
            let lines = try FinishedProgram.run(
                Product.path("rue-aggregator"), ["export", "--format", "json", "--state", place]
            ).lines
            #expect(Set(before).isSubset(of: lines))
        }
        let last = program.greatestNumber(after: "delivered through ")
        try program.waitForNumber(after: "delivered through ", atLeast: last + 1)
        #expect(try program.stop() == .exited(0))
        let again = try server.run(
            "backup", server.folder.file("backup-1"), expecting: .exited(73))
        #expect(again.errorOutput.contains("no backup is ever overwritten"))
        let inside = try FileManager.default.contentsOfDirectory(atPath: server.folder.path)
        #expect(!inside.contains { $0.hasSuffix(".unfinished") })
    }

    @Test func backup_isNoPlaceToWorkIn() throws {
        let server = try ScratchAggregator()
        let place = server.folder.file("backup")
        try server.run("backup", place)
        let before = try contents(of: place)
        for words in [
            ["serve"], ["node", "add", "x"], ["node", "revoke", "x", "--yes"],
            ["renew-tls", "--new-kit"], ["setup", "--yes"],
        ] {
            let result = try FinishedProgram.run(
                Product.path("rue-aggregator"), words + ["--state", place])
            #expect(result.status == .exited(65), "\(words)")
            #expect(result.errorOutput.contains("rue-aggregator restore \(place)"))
            #expect(try contents(of: place) == before, "\(words)")
        }
    }

    private func contents(of folder: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
        }
        return contents
    }

    @Test func backup_whereNotEvenItsLockHasRoom_leavesNothing() throws {
        let server = try ScratchAggregator()
        let place = server.folder.file("backup")
        let result = try FinishedProgram.run(
            "strace",
            [
                "-f", "-o", "/dev/null", "-P", place + ".unfinished/lock", "-e",
                "inject=write:error=ENOSPC", Product.path("rue-aggregator"), "backup", place,
                "--state", server.state,
            ])
        #expect(result.status == .exited(73), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("No space left on device"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: server.folder.path) == ["server"])
    }

    /// It would go with what it is for, and be root's in a folder of the service's.
    @Test(arguments: ["server/b", "server/deep/b", "other/../server/b", "link/b", "link/deep/../b"])
    func backup_intoTheStateFolder_isRefused(name: String) throws {
        let server = try ScratchAggregator()
        let manager = FileManager.default
        for folder in ["server/deep", "other"] {
            try manager.createDirectory(
                atPath: server.folder.file(folder), withIntermediateDirectories: false)
        }
        try manager.createSymbolicLink(
            atPath: server.folder.file("link"), withDestinationPath: server.state)
        let result = try server.run(
            "backup", server.folder.file(name), expecting: .exited(64))
        #expect(result.errorOutput.contains("name a place outside \(server.state)"))
        try server.run("backup", server.folder.file("other/b"))
    }

    @Test func restore_whereAServerIsOrWorks_changesNothing() throws {
        let server = try ScratchAggregator()
        let place = server.folder.file("backup")
        try server.run("backup", place)
        let full = try server.run("restore", place, expecting: .exited(73))
        #expect(full.errorOutput.contains("is not empty"))
        // A folder in which another process holds the lock and nothing else is.
        let folder = server.folder.file("other")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let holder = try RunningProgram(
            "flock", ["--no-fork", folder + "/lock", "sh", "-c", "echo held; exec sleep 60"])
        try holder.waitForLine(containing: "held")
        let used = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["restore", place, "--state", folder])
        #expect(used.status == .exited(75))
        #expect(used.errorOutput.contains("in use by"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["lock"])
        holder.send(SIGKILL)
    }

    /// A disk of its own in a mount namespace, too small for what is to come.
    @Test func backupAndRestore_onASmallDisk_leaveNothingHalfDone() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        try node.sendPast(3_000, day: 1, to: server)
        try server.stop()
        try server.run("backup", server.folder.file("good"))
        let script = """
            mkdir "$1/small" && mount -t tmpfs -o size=256k none "$1/small" || exit 9
            "$2" backup "$1/small/b" --state "$1/server"; echo "backup: $?"
            "$2" restore "$1/good" --state "$1/small/s"; echo "restore: $?"
            find "$1/small" -mindepth 1 | wc -l
            """
        let result = try FinishedProgram.run(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c", script, "test", server.folder.path,
                Product.path("rue-aggregator"),
            ])
        #expect(result.lines == ["backup: 74", "restore: 74", "0"], "\(result.output)")
        let said = result.errorOutput.split(separator: "\n")
        #expect(said.count == 2)
        #expect(said.allSatisfy { $0.contains("the disk is too full: ") })
    }

    /// A loss of power at each call that changes a folder or syncs: the next run does it over, or
    /// all was there already.
    @Test func backupAndRestore_killedAnywhere_areDoneOver() throws {
        let server = try ScratchAggregator()
        let good = server.folder.file("good")
        try server.run("backup", good)
        var kills: [String: Int] = [:]
        for call in ["rename", "fsync", "mkdir", "unlink", "rmdir"] {
            for (command, place) in [("backup", "b"), ("restore", "r")] {
                var number = 0
                var isFinished = false
                while !isFinished {
                    number += 1
                    let path = server.folder.file("\(place)-\(call)-\(number)")
                    let words =
                        command == "backup"
                        ? ["backup", path, "--state", server.state]
                        : ["restore", good, "--state", path]
                    isFinished = try isDone(words, path, killedAt: number, of: call)
                }
                kills["\(command) \(call)"] = number - 1
            }
        }
        print("killed: \(kills.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
        #expect(kills["restore rename"] ?? 0 >= 5)
        #expect(kills["backup rename"] ?? 0 >= 2)
        #expect(kills["backup fsync"] ?? 0 >= 4)
    }

    private func isDone(
        _ words: [String], _ path: String, killedAt number: Int, of call: String
    ) throws -> Bool {
        let program = Product.path("rue-aggregator")
        let first = try FinishedProgram.run(
            "strace",
            [
                "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                "inject=\(call):signal=KILL:when=\(number)", program,
            ] + words)
        let told: Comment = "\(words[0]), killed at \(call) \(number)"
        if first.status != .exited(0) {
            #expect(first.status == .signalled(SIGKILL), told)
            let second = try FinishedProgram.run(program, words)
            // What is there already is whole.
            let isThere = second.status == .exited(73)
            #expect(second.status == .exited(0) || isThere, "\(told): \(second.errorOutput)")
        }
        let verified = try FinishedProgram.run(program, ["verify", "--state", path])
        #expect(verified.output.hasPrefix("good: "), told)
        #expect(!FileManager.default.fileExists(atPath: path + ".unfinished"), told)
        let key = path + "/settings.conf"
        #expect(FileManager.default.fileExists(atPath: key), told)
        return first.status == .exited(0)
    }
}
