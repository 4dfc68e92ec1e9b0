import Foundation
import RueAggregatorCore
import RueTestSupport
import RueWire
import Testing

/// The program itself: its arguments, its exit statuses, its hold on folder and port.
@Suite struct AggregatorProgramTests {
    private func run(_ words: String...) throws -> FinishedProgram {
        try FinishedProgram.run(Product.path("rue-aggregator"), words)
    }

    @Test func setup_onceAndAgain_makesOwnersOnlyFilesAndThenNothing() throws {
        let aggregator = try ScratchAggregator()
        let manager = FileManager.default
        for (name, mode) in [
            ("", 0o700), ("/server.key", 0o600), ("/tls.key", 0o600), ("/recovery-kit.txt", 0o600),
            ("/store.sqlite", 0o600),
        ] {
            let attributes = try manager.attributesOfItem(atPath: aggregator.state + name)
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
        }
        let before = try contents(of: aggregator)
        let second = try aggregator.run("setup", "--port", "1")
        #expect(second.output.contains("Already set up"))
        #expect(second.errorOutput.contains("Nothing was changed"))
        #expect(try contents(of: aggregator) == before)
    }

    private func contents(of aggregator: ScratchAggregator) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in ["server.key", "tls.key", "tls.crt", "recovery-kit.txt", "settings.conf"] {
            let url = URL(fileURLWithPath: aggregator.state + "/" + name)
            contents[name] = try Data(contentsOf: url)
        }
        return contents
    }

    @Test func serve_stopped_endsCleanlyWithinTwoSeconds() throws {
        let aggregator = try ScratchAggregator()
        for signal in [SIGTERM, SIGINT] {
            try aggregator.start()
            let server = try #require(aggregator.server)
            let start = ContinuousClock.now
            server.send(signal)
            #expect(try server.waitForEnd() == .exited(0))
            #expect(ContinuousClock.now - start < .seconds(2))
        }
    }

    @Test func serve_printsNothingSecret() throws {
        let aggregator = try ScratchAggregator()
        try aggregator.start()
        let link = try EnrolmentLink(parsing: aggregator.invite("kitchen"))
        let server = try #require(aggregator.server)
        try aggregator.stop()
        let said = server.output + server.errorOutput
        #expect(said.contains("listening on port \(aggregator.port)"))
        #expect(!said.contains(Base64URL.encode(link.secret)))
        #expect(!said.contains("PRIVATE KEY"))
    }

    @Test func serve_onAFolderInUse_namesTheProcess() throws {
        let aggregator = try ScratchAggregator()
        try aggregator.start()
        let server = try #require(aggregator.server)
        let second = try aggregator.run(
            "serve", "--port", "0", "--page", "0", expecting: .exited(75))
        #expect(second.errorOutput.contains("in use by process \(server.processIdentifier)"))
        #expect(server.isRunning)
    }

    @Test func serve_onAPortInUse_namesThePort() throws {
        let first = try ScratchAggregator()
        try first.start()
        let second = try ScratchAggregator()
        let result = try second.run(
            "serve", "--loopback", "--port", String(first.port), "--page", "0",
            expecting: .exited(69))
        #expect(result.errorOutput.contains("port \(first.port) is in use"))
    }

    @Test func serve_withOnePortForNodesAndPage_saysSo() throws {
        let aggregator = try ScratchAggregator()
        let result = try aggregator.run(
            "serve", "--port", "8080", "--page", "127.0.0.1:8080", expecting: .exited(64))
        #expect(result.errorOutput.contains("port 8080 is that of the nodes"))
    }

    @Test func serve_startedAgain_takesTheSamePortAndLinksNameIt() throws {
        let aggregator = try ScratchAggregator()
        try aggregator.start()
        let port = aggregator.port
        #expect(try EnrolmentLink(parsing: aggregator.invite("a")).port == UInt16(port))
        try aggregator.stop()
        try aggregator.start()
        #expect(aggregator.port == port)
    }

    @Test func serve_withoutSetup_saysWhatToDo() throws {
        let folder = try ScratchFolder()
        let result = try run("serve", "--state", folder.file("nothing"))
        #expect(result.status == .exited(66))
        #expect(
            result.errorOutput.contains(
                "is --state right? If there is no server yet: rue-aggregator setup --state"))
    }

    @Test func serve_withAKeyThatOthersCanRead_refusesAndSaysWhatToRun() throws {
        let aggregator = try ScratchAggregator()
        let key = aggregator.state + "/server.key"
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: key)
        let result = try aggregator.run(
            "serve", "--port", "0", "--page", "0", expecting: .exited(78))
        #expect(result.errorOutput.contains("chmod 600 \(key)"))
    }

    @Test func serve_withALostFile_namesIt() throws {
        let aggregator = try ScratchAggregator()
        try FileManager.default.removeItem(atPath: aggregator.state + "/tls.crt")
        let result = try aggregator.run(
            "serve", "--port", "0", "--page", "0", expecting: .exited(78))
        #expect(result.errorOutput.contains("tls.crt"))
    }

    @Test func nodeAdd_withALinkFile_keepsTheLinkOffTheTerminal() throws {
        let aggregator = try ScratchAggregator()
        let empty = try aggregator.run("node", "list")
        #expect(empty.errorOutput.contains("node add NAME --state \(aggregator.state)"))
        let file = aggregator.folder.file("link")
        let result = try aggregator.run("node", "add", "kitchen", "--link-file", file)
        #expect(result.output.isEmpty)
        #expect(!result.errorOutput.contains("rue://"))
        #expect(result.errorOutput.contains("rue-agent enrol --link-file FILE\n"))
        let link = String(decoding: try aggregator.folder.read("link"), as: UTF8.self)
        #expect(try EnrolmentLink(parsing: link).host == "127.0.0.1")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // An existing file is never overwritten, and no token is made for it.
        try aggregator.run("node", "add", "garden", "--link-file", file, expecting: .exited(73))
        #expect(try !aggregator.run("node", "list").output.contains("garden"))
        // Where there is no link there is no file, which the next try would find in its way.
        let other = aggregator.folder.file("other")
        try aggregator.run("node", "add", " ", "--link-file", other, expecting: .exited(65))
        #expect(!FileManager.default.fileExists(atPath: other))
    }

    @Test func nodeAdd_validFor_isAsLongAsWasSaid() throws {
        let aggregator = try ScratchAggregator()
        let begun = Int64(Date().timeIntervalSince1970 * 1_000)
        try aggregator.run("node", "add", "kitchen", "--valid", "2d")
        let until = try #require(
            aggregator.run("node", "list", "--format", "csv").lines.last?.split(separator: ",").last
        )
        let milliseconds = try #require(UTCTime.parse(String(until)))
        #expect((172_800_000..<172_860_000).contains(milliseconds - begun))
        for time in ["8d", "30s", "tomorrow", "-1d", "1000000000000000000w"] {
            let refused = try aggregator.run(
                "node", "add", "garden", "--valid", time, expecting: .exited(64))
            #expect(refused.errorOutput.contains("a time like 15m, 6h or 2d, up to 7d"))
        }
        #expect(try !aggregator.run("node", "list").output.contains("garden"))
    }

    @Test func invitation_untilWhenAndWithdrawn() throws {
        let aggregator = try ScratchAggregator()
        _ = try aggregator.invite("kitchen")
        let again = try aggregator.run("node", "add", "kitchen")
        #expect(again.errorOutput.contains("The older link for 'kitchen' no longer works."))
        let list = try aggregator.run("node", "list").lines
        #expect(list.count == 2)
        #expect(list[1].contains("invited until "))
        let csv = try aggregator.run("node", "list", "--format", "csv").lines
        #expect(csv[1].hasPrefix("kitchen,invited,,,,,,20"))
        let revoked = try aggregator.run("node", "revoke", "kitchen")
        #expect(revoked.errorOutput.contains("Withdrawn: the link for 'kitchen'"))
        #expect(try aggregator.run("node", "list").lines.count == 1)
    }

    @Test func nodeRevoke_withoutATerminal_needsYes() throws {
        let aggregator = try ScratchAggregator()
        let unknown = try aggregator.run("node", "revoke", "x", "--yes", expecting: .exited(66))
        #expect(unknown.errorOutput.contains("no node is called 'x'"))
    }

    @Test(arguments: [
        (["sevre"], "did you mean 'serve'?"), ([], "a command is missing"),
        (["query", "--formt", "csv"], "did you mean '--format'?"),
        (["query", "--format", "jsn"], "did you mean 'json'?"),
        (["query", "--from", "yesterday"], "expected a time like"),
        (["query", "--from", "now", "--to", "-1h"], "--from lies after --to"),
        (["serve", "--port", "65536"], "expected a whole number from 0 to 65535"),
        (["node", "add"], "argument NAME is missing"),
        (["setup", "--host", "a b"], "cannot stand in a link"),
    ])
    func wrongArguments_areUsageErrorsWithAHint(words: [String], hint: String) throws {
        let folder = try ScratchFolder()
        let state = words.isEmpty ? [] : ["--state", folder.file("s")]
        let result = try FinishedProgram.run(Product.path("rue-aggregator"), words + state)
        #expect(result.status == .exited(64))
        #expect(result.errorOutput.contains(hint), "\(result.errorOutput)")
        let command = Set(["query", "serve", "setup"]).intersection(words).map { " " + $0 }.joined()
        let node = words == ["node", "add"] ? " node add" : command
        #expect(result.errorOutput.hasSuffix("(see 'rue-aggregator\(node) --help')\n"))
        #expect(result.errorOutput.split(separator: "\n").count == 1)
        #expect(result.output.isEmpty)
    }

    @Test func version_inBothSpellings_isPrinted() throws {
        let word = try run("version")
        #expect(word.output.hasPrefix("rue-aggregator "))
        #expect(try run("--version").output == word.output)
        #expect(try !run("version", "--help").output.contains("--state"))
    }

    @Test func verify_ofNothing_couldNotCheck() throws {
        let folder = try ScratchFolder()
        let result = try run("verify", "--state", folder.path)
        #expect(result.status == .exited(2))
        #expect(result.errorOutput.contains("could not check"))
        try folder.write("not a database, but long enough to look at", to: "store.sqlite")
        let damaged = try run("verify", "--state", folder.path)
        #expect(damaged.status == .exited(2))
        let empty = try ScratchAggregator()
        #expect(try empty.run("verify").output.hasPrefix("good: 0 items"))
    }

    @Test func help_ofEveryCommand_isShownWithoutAState() throws {
        for words in [[], ["setup"], ["serve"], ["node"], ["node", "add"], ["query"], ["export"]] {
            let result = try FinishedProgram.run(
                Product.path("rue-aggregator"), words + ["--help"])
            #expect(result.status == .exited(0))
            #expect(result.lines.allSatisfy { $0.count <= 80 })
            #expect(result.output.hasPrefix("Usage: rue-aggregator"))
        }
    }
}
