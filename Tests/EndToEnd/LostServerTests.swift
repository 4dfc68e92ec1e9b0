import Foundation
import RueTestSupport
import Testing

/// A server that is lost, and comes back: from its recovery kit alone, from an old backup, or not
/// at all.
@Suite struct LostServerTests {
    private func keyWords(_ server: ScratchAggregator, of node: String) throws -> String {
        let result = try server.run("node", "show", node, "--format", "json")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require((object as? [String: Any])?["key_words"] as? String)
    }

    /// Every reading that was there is there again: once, and the same to the last digit.
    private func expect(
        _ before: [String], in server: ScratchAggregator,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let after = try server.exportedReadings()
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
        try node.sendPast(2_000, day: 1, to: old)
        let words = try keyWords(old, of: "kitchen")
        let before = try old.exportedReadings()
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
        #expect(try new.exportedReadings().isEmpty)
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
        #expect(try eventually { try Set(before).isSubset(of: new.exportedReadings()) })
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
        try node.sendPast(60, day: 1, to: old)
        let older = try keyWords(old, of: "kitchen")
        let stolen = try ScratchNode("kitchen")
        try FileManager.default.copyItem(atPath: node.state, toPath: stolen.state)
        let link = try old.invite("kitchen", replacing: true)
        #expect(try node.run(["enrol", link, "--new-key"]).status == .exited(0))
        try node.sendPast(60, day: 2, to: old)
        let newer = try keyWords(old, of: "kitchen")
        #expect(newer != older)
        let drawer = try ScratchFolder()
        let kit = String(decoding: try old.folder.read("server/recovery-kit.txt"), as: UTF8.self)
        try old.kill()

        let new = try ScratchAggregator(recoveryKit: try drawer.write(kit, to: "kit.txt"))
        try new.start()
        try stolen.sendPast(60, day: 3, to: new)
        try node.sendPast(60, day: 4, to: new)
        let refused = try new.run(
            "node", "confirm", "pending-" + newer, "kitchen", expecting: .exited(65))
        #expect(refused.errorOutput.contains("pending-" + older), "\(refused.errorOutput)")
        #expect(try new.exportedReadings().isEmpty)
        try new.run("node", "revoke", "pending-" + older, "--yes")
        try new.run("node", "confirm", "pending-" + newer, "kitchen")
        let shown = try new.exportedReadings()
        #expect(!shown.isEmpty)
        #expect(try !new.run("node", "show", "kitchen").output.contains(older))
        let thief = try stolen.run(
            [
                "simulate", "--count", "30", "--start", "2026-10-20T00:00:00Z", "--server",
                "127.0.0.1:\(new.port)",
            ])
        #expect(thief.status == .exited(69))
        #expect(thief.errorOutput.contains("the server has revoked this node"))
        #expect(try new.exportedReadings() == shown)
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
        try node.sendPast(30, day: 1, to: new)
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
        try kitchen.sendPast(600, day: 1, to: old)
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
        try kitchen.sendPast(600, day: 2, to: old)
        let attic = try ScratchNode("attic")
        try attic.enrol(try old.invite("attic"))
        try attic.sendPast(120, day: 1, to: old)
        let before = try old.exportedReadings()
        let words = try keyWords(old, of: "attic")
        try old.kill()

        let new = try ScratchAggregator(restoring: place)
        let said = try #require(new.restoration).output
        #expect(said.contains(try keyWords(new, of: "kitchen")))
        #expect(said.contains("active"))
        #expect(try new.exportedReadings().count < before.count)
        try new.start()
        try kitchen.sendPast(3, day: 3, to: new)
        try attic.sendPast(3, day: 2, to: new)
        try new.run("node", "confirm", "pending-" + words, "attic")
        let again = try garden.start(["--server", "127.0.0.1:\(new.port)"])
        #expect(try eventually { try Set(before).isSubset(of: new.exportedReadings()) })
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
        try node.sendPast(3_000, day: 1, to: old)
        let before = try old.exportedReadings()
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
        #expect(try eventually { try Set(before).isSubset(of: new.exportedReadings()) })
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

    // MARK: Without either

    @Test func emptyServerWithoutTheKit_isAStrangerToItsNodes() throws {
        let old = try ScratchAggregator()
        try old.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try old.invite("kitchen"))
        try node.sendPast(30, day: 1, to: old)
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
