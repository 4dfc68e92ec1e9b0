import Foundation
import RueTestSupport
import Testing

/// A server that is lost, and comes back: from its recovery kit alone, from an old backup, or not
/// at all.
@Suite struct LostServerTests {
    /// Every reading that a server shows, what nodes say of themselves included.
    private func readings(_ server: ScratchAggregator) throws -> [String] {
        try server.run("export", "--format", "json").lines
    }

    private func keyWords(_ server: ScratchAggregator, of node: String) throws -> String {
        let result = try server.run("node", "show", node, "--format", "json")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require((object as? [String: Any])?["key_words"] as? String)
    }

    /// So many readings of a day of last October; days must rise, so that no two are alike.
    private func sendPast(
        _ node: ScratchNode, _ count: Int, day: Int, to server: ScratchAggregator
    ) throws {
        let result = try node.run(
            [
                "simulate", "--count", String(count), "--start", "2026-10-\(10 + day)T00:00:00Z",
                "--server", "127.0.0.1:\(server.port)",
            ],
            seconds: 120)
        try #require(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.output.contains("undelivered=0"), "\(result.output)")
    }

    /// Every reading that was there is there again: once, and the same to the last digit.
    private func expect(
        _ before: [String], in server: ScratchAggregator,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let after = try readings(server)
        #expect(Set(after).count == after.count, sourceLocation: sourceLocation)
        let missing = Set(before).subtracting(after)
        #expect(
            missing.isEmpty, "\(missing.count) of \(before.count) readings: \(missing.prefix(3))",
            sourceLocation: sourceLocation)
        let verified = try server.run("verify")
        #expect(verified.output.hasPrefix("good: "), sourceLocation: sourceLocation)
    }

    // MARK: From the recovery kit

    @Test func serverRebuiltFromItsKit_isKnownAndRefilled() throws {
        let old = try ScratchAggregator()
        try old.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try old.invite("kitchen"))
        try sendPast(node, 2_000, day: 1, to: old)
        let words = try keyWords(old, of: "kitchen")
        let before = try readings(old)
        #expect(before.count >= 2_000)
        // What was in the drawer: printed, and typed in with other line ends and blanks.
        let drawer = try ScratchFolder()
        let kit = String(decoding: try old.folder.read("server/recovery-kit.txt"), as: UTF8.self)
        let typed = try drawer.write(
            kit.replacingOccurrences(of: "\n", with: " \r\n  "), to: "typed.txt")
        #expect(try old.run("recovery-kit", "--check", typed).output.hasPrefix("Good: "))
        try old.kill()
        try FileManager.default.removeItem(atPath: old.state)

        let new = try ScratchAggregator(recoveryKit: typed)
        try new.start()
        // It goes on from where it was, live, while it is still unknown.
        let program = try node.start(["--server", "127.0.0.1:\(new.port)"])
        let pending = "pending-" + words
        #expect(
            try eventually {
                try new.run("node", "list", "--format", "csv").output.contains(pending + ",pending")
            })
        try program.waitForLine(containing: "key words " + words)
        #expect(try readings(new).isEmpty)
        let hidden = try new.run("query", "--node", pending, expecting: .exited(66))
        #expect(hidden.errorOutput.contains("rue-aggregator node confirm \(pending) NAME"))
        try new.run("query", "--node", "kitchen", expecting: .exited(66))
        let list = try new.run("node", "list")
        #expect(list.errorOutput.contains("1 node waits to be confirmed"))
        #expect(
            try new.run("node", "show", pending).output.contains("node confirm \(pending) NAME"))

        let page = try HouseClient.get("/", port: new.pagePort).text
        #expect(page.contains("node confirm \(pending) NAME") && !page.contains("No rooms yet"))

        let confirmed = try new.run("node", "confirm", pending, "kitchen")
        #expect(confirmed.errorOutput.contains(words))
        #expect(
            try eventually {
                try HouseClient.get("/api/v1/latest", port: new.pagePort).text.contains("kitchen")
            })
        #expect(try eventually { try Set(before).isSubset(of: readings(new)) })
        #expect(try program.stop() == .exited(0))
        try expect(before, in: new)
        #expect(try keyWords(new, of: "kitchen") == words)
        let alerts = try new.run("node", "show", "kitchen").output
        #expect(alerts.contains("learnt from its grant"))
        #expect(!alerts.contains("fork"))
        #expect(!alerts.contains("items lost"))
    }

    /// The rebuilt server has forgotten that the older of a device's two keys was revoked: only a
    /// person can tell, and confirms one of them.
    @Test func deviceThatComesBackWithTwoKeys_isConfirmedOnceTheOlderIsRevoked() throws {
        let old = try ScratchAggregator()
        try old.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try old.invite("kitchen"))
        try sendPast(node, 60, day: 1, to: old)
        let older = try keyWords(old, of: "kitchen")
        let stolen = try ScratchNode("kitchen")
        try FileManager.default.copyItem(atPath: node.state, toPath: stolen.state)
        let link = try old.invite("kitchen", replacing: true)
        #expect(try node.run(["enrol", link, "--new-key"]).status == .exited(0))
        try sendPast(node, 60, day: 2, to: old)
        let newer = try keyWords(old, of: "kitchen")
        #expect(newer != older)
        let drawer = try ScratchFolder()
        let kit = String(decoding: try old.folder.read("server/recovery-kit.txt"), as: UTF8.self)
        try old.kill()

        let new = try ScratchAggregator(recoveryKit: try drawer.write(kit, to: "kit.txt"))
        try new.start()
        try sendPast(stolen, 60, day: 3, to: new)
        try sendPast(node, 60, day: 4, to: new)
        let refused = try new.run(
            "node", "confirm", "pending-" + newer, "kitchen", expecting: .exited(65))
        #expect(refused.errorOutput.contains("pending-" + older), "\(refused.errorOutput)")
        #expect(try readings(new).isEmpty)
        try new.run("node", "revoke", "pending-" + older, "--yes")
        try new.run("node", "confirm", "pending-" + newer, "kitchen")
        let shown = try readings(new)
        #expect(!shown.isEmpty)
        #expect(try !new.run("node", "show", "kitchen").output.contains(older))
        let thief = try stolen.run(
            [
                "simulate", "--count", "30", "--start", "2026-10-20T00:00:00Z", "--server",
                "127.0.0.1:\(new.port)",
            ])
        #expect(thief.status == .exited(69))
        #expect(thief.errorOutput.contains("the server has revoked this node"))
        #expect(try readings(new) == shown)
        #expect(try new.run("verify").output.hasPrefix("good: "))
    }

    /// The new kit of a rebuilt server, too: a node that enrols there knows it, one of before does
    /// not yet, and `--check` says so.
    @Test func kitOfTheRebuiltServer_isCheckedAgainstWhatNodesHold() throws {
        let old = try ScratchAggregator()
        try old.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try old.invite("kitchen"))
        let drawer = try ScratchFolder()
        let kit = String(decoding: try old.folder.read("server/recovery-kit.txt"), as: UTF8.self)
        let first = try drawer.write(kit, to: "first.txt")
        try old.stop()
        let new = try ScratchAggregator(recoveryKit: first)
        let printed = try new.run("recovery-kit").output
        let second = try drawer.write(printed, to: "second.txt")
        #expect(
            try !new.run("recovery-kit", "--check", second).output.contains("not for every node"))
        try new.start()
        try sendPast(node, 30, day: 1, to: new)
        let checked = try new.run("recovery-kit", "--check", second)
        #expect(checked.output.contains("not for every node yet"), "\(checked.output)")
        #expect(checked.output.contains("Keep the kit of that time"))
        let words = try keyWords(old, of: "kitchen")
        #expect(checked.output.contains(words), "the node has no other name here yet")
        let older = try new.run("recovery-kit", "--check", first, expecting: .exited(65))
        #expect(older.errorOutput.contains("the kit that the server was rebuilt from"))
    }

    @Test func kit_thatIsDamagedOrGone_isSaid() throws {
        let server = try ScratchAggregator()
        let file = server.state + "/recovery-kit.txt"
        let kit = try String(contentsOfFile: file, encoding: .utf8)
        let start = try #require(kit.range(of: "MC4CAQAwBQYDK2VwBCIEI"))
        let bad = try server.folder.write(
            kit.replacingCharacters(in: start, with: "MC4CAQAwBQYDK2VwBCIEl"), to: "bad.txt")
        let line = kit[..<start.lowerBound].split(
            separator: "\n", omittingEmptySubsequences: false
        ).count
        let result = try server.run("recovery-kit", "--check", bad, expecting: .exited(65))
        #expect(result.errorOutput.contains("bad.txt: line \(line): "), "\(result.errorOutput)")
        let other = try ScratchAggregator()
        let foreign = try other.run("recovery-kit", "--check", file, expecting: .exited(65))
        #expect(foreign.errorOutput.contains("this kit is of the server"))
        let present = try other.run("setup", "--recovery-kit", file, expecting: .exited(73))
        #expect(present.errorOutput.contains("a server is set up here already"))
        try FileManager.default.removeItem(atPath: file)
        let gone = try server.run("recovery-kit", expecting: .exited(66))
        #expect(gone.errorOutput.contains("recovery-kit --check FILE"))
        #expect(gone.errorOutput.contains("renew-tls --new-kit --state \(server.state)"))
        let folder = try server.run(
            "recovery-kit", "--check", server.folder.path, expecting: .exited(66))
        #expect(folder.errorOutput.contains("rue-aggregator restore \(server.folder.path)"))
        try server.run("recovery-kit", "--check", file, expecting: .exited(66))
    }

    // MARK: From a backup

    @Test func serverRestoredFromAnOldBackup_isRefilledByNodesThatWentOn() throws {
        let old = try ScratchAggregator()
        try old.start()
        let kitchen = try ScratchNode("kitchen")
        try kitchen.enrol(try old.invite("kitchen"))
        try sendPast(kitchen, 600, day: 1, to: old)
        // Made while another node sends.
        let garden = try ScratchNode("garden")
        try garden.enrol(try old.invite("garden"))
        let program = try garden.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 2)
        let medium = try ScratchFolder()
        let place = medium.file("backup")
        let made = try old.run("backup", place)
        #expect(made.output.contains("read back and found whole"))
        let last = program.greatestNumber(after: "delivered through ")
        try program.waitForNumber(after: "delivered through ", atLeast: last + 2)
        #expect(try program.stop() == .exited(0))
        // All that follows is not in it: more readings, and a node.
        try sendPast(kitchen, 600, day: 2, to: old)
        let attic = try ScratchNode("attic")
        try attic.enrol(try old.invite("attic"))
        try sendPast(attic, 120, day: 1, to: old)
        let before = try readings(old)
        let words = try keyWords(old, of: "attic")
        try old.kill()

        let new = try ScratchAggregator(restoring: place)
        let said = try #require(new.restoration).output
        #expect(said.contains(try keyWords(new, of: "kitchen")))
        #expect(said.contains("active"))
        #expect(try readings(new).count < before.count)
        try new.start()
        try sendPast(kitchen, 3, day: 3, to: new)
        try sendPast(attic, 3, day: 2, to: new)
        try new.run("node", "confirm", "pending-" + words, "attic")
        let again = try garden.start(["--server", "127.0.0.1:\(new.port)"])
        #expect(try eventually { try Set(before).isSubset(of: readings(new)) })
        #expect(try again.stop() == .exited(0))
        try expect(before, in: new)
        for node in ["kitchen", "garden", "attic"] {
            let alerts = try new.run("node", "show", node).output
            #expect(!alerts.contains("fork"))
            #expect(!alerts.contains("items lost"))
        }
    }

    /// A server whose disk needs half a second for every commit is refilled: what the node reads now
    /// is seen while most of its history is still to come.
    @Test func readingsDuringARefill_areSeenBeforeTheHistoryIsBack() throws {
        let old = try ScratchAggregator()
        try old.start()
        // A batch for every second.
        let node = try ScratchNode(
            "kitchen",
            description: ScratchNode.fastBME280.replacing("readings: 60", with: "readings: 3"))
        try node.enrol(try old.invite("kitchen"))
        let place = old.folder.file("backup")
        try old.run("backup", place)
        try sendPast(node, 3_000, day: 1, to: old)
        let before = try readings(old)
        let count = try items(old)
        try #require(count > 500)
        try old.kill()

        let new = try ScratchAggregator(restoring: place)
        try new.start(tracing: [
            "-e", "trace=fdatasync", "-e", "inject=fdatasync:delay_enter=500000",
        ])
        let start = Date()
        let program = try node.start(["--server", "127.0.0.1:\(new.port)"])
        var kept = 0
        #expect(
            try eventually {
                guard let seen = try newest(new), seen >= start else { return false }
                kept = try items(new)
                return true
            })
        #expect(kept < count / 2, "\(kept) of \(count) batches were back")
        // Every one that follows, too.
        let first = try #require(try newest(new))
        #expect(try eventually { try newest(new) ?? start > first })
        #expect(try items(new) < count)
        #expect(try program.stop() == .exited(0))
        try new.kill()
        try new.start()
        let again = try node.start(["--server", "127.0.0.1:\(new.port)"])
        #expect(try eventually { try Set(before).isSubset(of: readings(new)) })
        #expect(try again.stop() == .exited(0))
        try expect(before, in: new)
    }

    private func items(_ server: ScratchAggregator) throws -> Int {
        let lines = try server.run("node", "list", "--format", "csv").lines
        let line = try #require(lines.first { $0.hasPrefix("kitchen,") })
        return try #require(Int(line.split(separator: ",", omittingEmptySubsequences: false)[3]))
    }

    /// The time of the newest temperature that the page shows.
    private func newest(_ server: ScratchAggregator) throws -> Date? {
        let answer = try HouseClient.get("/api/v1/latest", port: server.pagePort)
        let series = try #require(try answer.object()["series"] as? [[String: Any]])
        let air = series.first { $0["series"] as? String == "kitchen/air_temperature" }
        return (air?["t"] as? Int64).map { Date(timeIntervalSince1970: Double($0) / 1_000) }
    }

    /// `backup` beside a server that is never idle: what was acknowledged before it began is in it.
    @Test func backup_underLoad_holdsWhatWasAcknowledgedAndStopsNobody() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        try sendPast(node, 300, day: 1, to: server)
        let before = try readings(server)
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
        try sendPast(node, 3_000, day: 1, to: server)
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

    // MARK: Without either

    @Test func emptyServerWithoutTheKit_isAStrangerToItsNodes() throws {
        let old = try ScratchAggregator()
        try old.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try old.invite("kitchen"))
        try sendPast(node, 30, day: 1, to: old)
        try old.kill()
        let stranger = try ScratchAggregator()
        try stranger.start()
        let program = try node.start(["--server", "127.0.0.1:\(stranger.port)"])
        let said = try program.waitForLine(containing: "cannot send: ")
        #expect(said.contains("rue-aggregator setup --recovery-kit"))
        #expect(said.contains("rue-aggregator restore"))
        #expect(said.contains("enrol this node again"))
        // It goes on sampling.
        try program.waitForLine(containing: "signed batch ")
        #expect(try program.stop() == .exited(0))
        #expect(try stranger.run("node", "list", "--format", "csv").lines.count == 1)
        // Nothing of it is lost: the next link brings what waits.
        let link = try stranger.invite("kitchen")
        #expect(try node.run(["enrol", link]).status == .exited(0))
        let again = try node.start()
        try again.waitForLine(containing: "delivered through ")
        #expect(try again.stop() == .exited(0))
        #expect(try stranger.run("verify").output.hasPrefix("good: "))
    }
}
