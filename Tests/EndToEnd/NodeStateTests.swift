import Foundation
import RueTestSupport
import Testing

/// What a node keeps on its disk, and what it holds open.
@Suite struct NodeStateTests {
    private func enrolled(
        _ description: String = ScratchNode.fastBME280
    ) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen", description: description)
        try node.enrol(server.invite("kitchen"))
        return (server, node)
    }

    // MARK: A server that has moved

    private func move(_ node: ScratchNode, to content: String) throws {
        try Data(content.utf8).write(to: URL(fileURLWithPath: node.state + "/server"))
    }

    @Test func serverThatMoved_isReachedByItsNewAddress() throws {
        let (server, node) = try enrolled()
        try move(node, to: "1 nowhere.invalid\n")
        for address in ["127.0.0.1:\(server.port)", "localhost:\(server.port)"] {
            let result = try node.run(["simulate", "--count", "30", "--server", address])
            #expect(result.status == .exited(0), "\(result.errorOutput)")
            #expect(result.output.contains("undelivered=0"), "\(result.output)")
        }
        try move(node, to: "\(server.port) nowhere.invalid\n")
        let result = try node.run(["simulate", "--count", "30", "--server", "127.0.0.1"])
        #expect(result.output.contains("undelivered=0"), "\(result.errorOutput)")
    }

    @Test func serverOption_withAnotherServer_isNotTrusted() throws {
        let (_, node) = try enrolled()
        let other = try ScratchAggregator()
        try other.start()
        let program = try RunningProgram(
            Product.path("rue-agent"),
            [
                "run", "--server", "127.0.0.1:\(other.port)", "--state", node.state, "--config",
                node.configuration,
            ])
        try program.waitForLine(containing: "is not the one this node was enrolled with")
        #expect(try program.stop() == .exited(0))
    }

    @Test(arguments: [
        ("house:0", "port"), ("house:x", "port"), ("::1", "brackets"), ("a b", "host"),
        ("", "host"),
    ])
    func serverOption_wrong_isExplained(address: String, word: String) throws {
        let result = try ScratchNode("kitchen").run(["run", "--server", address])
        #expect(result.status == .exited(64))
        #expect(result.errorOutput.contains("--server"), "\(result.errorOutput)")
        #expect(result.errorOutput.contains(word), "\(result.errorOutput)")
    }

    @Test(arguments: [
        "", "\n", "8443", "x y", "0 house", "99999 house", "8443 ho\u{1}use", "8443 a b",
    ])
    func serverFile_ofNonsense_isExplained(content: String) throws {
        let (_, node) = try enrolled()
        try move(node, to: content)
        let result = try node.run(["run"])
        #expect(result.status == .exited(65))
        #expect(result.errorOutput.contains("--server"), "\(result.errorOutput)")
    }

    // MARK: The folder

    @Test(arguments: [["run"], ["simulate"], ["rotate-key"], ["enrol"]])
    func folderOfAServer_isLeftAlone(words: [String]) throws {
        let server = try ScratchAggregator()
        let link = try server.invite("kitchen")
        let node = try ScratchNode("kitchen")
        let before = try FileManager.default.contentsOfDirectory(atPath: server.state)
        for isServing in [false, true] {
            if isServing { try server.start() }
            let result = try FinishedProgram.run(
                Product.path("rue-agent"),
                words + (words == ["enrol"] ? [link] : [])
                    + ["--state", server.state, "--config", node.configuration])
            #expect(result.status == .exited(78), "\(result.errorOutput)")
            #expect(
                result.errorOutput.contains("is the state folder of a rue-aggregator"),
                "\(result.errorOutput)")
            #expect(result.errorOutput.contains("--state DIR"))
        }
        try server.stop()
        let after = try FileManager.default.contentsOfDirectory(atPath: server.state)
        #expect(Set(after).isSuperset(of: before) && !after.contains("node.key"))
    }

    /// What a person sees who forgets `sudo`.
    @Test(.enabled(if: geteuid() == 0))
    func folderOfAnotherUser_saysWhatToDo() throws {
        let node = try ScratchNode("kitchen")
        try FileManager.default.createDirectory(
            atPath: node.state, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        chmod(node.folder.path, 0o755)
        chmod(node.configuration, 0o644)
        for folder in [node.state, node.state + "/new"] {
            let result = try FinishedProgram.run(
                "setpriv",
                [
                    "--reuid=65534", "--regid=65534", "--clear-groups", Product.path("rue-agent"),
                    "run", "--state", folder, "--config", node.configuration,
                ])
            #expect(result.status == .exited(74), "\(result.errorOutput)")
            let advice =
                "Permission denied; run this as root (sudo), or name another with --state DIR"
            #expect(result.errorOutput.contains(advice), "\(result.errorOutput)")
        }
    }

    // MARK: The link

    @Test func link_thatWasNotCopiedWhole_saysWhatToCopy() throws {
        let server = try ScratchAggregator()
        let link = try server.invite("kitchen")
        let node = try ScratchNode("kitchen")
        let whole = "the whole line that 'rue-aggregator node add NAME' prints"
        for part in [String(link.prefix { $0 != "#" }), String(link.dropLast()), ""] {
            let result = try node.run(["enrol", part])
            #expect(result.status == .exited(65))
            #expect(result.errorOutput.contains("copy \(whole), in quotes"), "\(result)")
            let file = try node.folder.write(part, to: "link")
            let filed = try node.run(["enrol", "--link-file", file])
            #expect(filed.errorOutput.contains("put \(whole) into \(file)"), "\(filed)")
        }
    }

    /// A link is spent when the person learns that the wrong thing was enrolled.
    @Test(.enabled(if: !FileManager.default.fileExists(atPath: "/etc/rue-agent/node.yaml")))
    func enrol_withoutADescription_saysWhatIsEnrolledAndWhy() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        let result = try FinishedProgram.run(
            Product.path("rue-agent"),
            ["enrol", try server.invite("kitchen"), "--state", node.state])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("there is no description /etc/rue-agent/node.yaml"))
        #expect(result.errorOutput.contains("with --config FILE"))
        #expect(result.errorOutput.contains("to enrol urn:dev:mac:"), "\(result.errorOutput)")
        let other = try ScratchNode("attic").run(["enrol", try server.invite("attic")])
        #expect(other.errorOutput.contains("to enrol urn:dev:mac:"), "\(other.errorOutput)")
        #expect(!other.errorOutput.contains("no description"))
    }

    // MARK: Files

    @Test func everyFile_isForItsUserAlone() throws {
        let (server, node) = try enrolled()
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        let files = try FileManager.default.contentsOfDirectory(atPath: node.state)
        #expect(files.contains("spool.sqlite") && files.contains("spool.sqlite-wal"))
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: node.state + "/" + file)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
        #expect(try program.stop() == .exited(0))
        try server.stop()
    }

    @Test(arguments: ["node.key", "grant.cose", "spool.sqlite"])
    func file_ofNonsense_isExplained(file: String) throws {
        let (_, node) = try enrolled()
        #expect(try node.run(["simulate", "--count", "300", "--offline"]).status == .exited(0))
        let url = URL(fileURLWithPath: node.state + "/" + file)
        let whole = try Data(contentsOf: url)
        // Cut short, filled with nonsense, emptied, a byte changed; as a failing card leaves files.
        var changed = whole
        changed[whole.count / 2] ^= 0x55
        let spoilt = [
            whole.prefix(whole.count / 3), Data(repeating: 0x41, count: 9000), Data(), changed,
        ]
        for (index, bytes) in spoilt.enumerated() {
            try bytes.write(to: url)
            chmod(url.path, 0o600)
            let result = try node.run(["simulate", "--count", "30", "--offline"])
            // A spool is mended: what is left of it goes into a new one. An emptied one is new, and a
            // changed byte may be in a free page.
            if file == "spool.sqlite", index < 3 || result.status == .exited(0) {
                #expect(result.status == .exited(0), "\(index): \(result)")
                let isTold = result.errorOutput.contains("the spool was damaged")
                #expect(isTold || index >= 2, "\(index): \(result)")
                continue
            }
            #expect([.exited(65), .exited(74)].contains(result.status), "\(index): \(result)")
            // A key that was changed is another key, for which the grant is not.
            let isNamed = [file, "grant.cose"].contains { result.errorOutput.contains($0) }
            #expect(isNamed, "\(result.errorOutput)")
        }
    }

    @Test func spool_withTablesOfAnotherProgram_isLeftAlone() throws {
        let (_, node) = try enrolled()
        let made = try FinishedProgram.run(
            "python3",
            [
                "-c",
                "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]);"
                    + "c.execute('CREATE TABLE batch(x)'); c.commit()",
                node.state + "/spool.sqlite",
            ])
        #expect(made.status == .exited(0))
        let before = try Data(contentsOf: URL(fileURLWithPath: node.state + "/spool.sqlite"))
        let result = try node.run(["run"])
        #expect(result.status == .exited(65))
        #expect(result.errorOutput.contains("spool.sqlite"), "\(result.errorOutput)")
        let after = try Data(contentsOf: URL(fileURLWithPath: node.state + "/spool.sqlite"))
        #expect(before.suffix(from: 4096) == after.suffix(from: 4096))
    }

    // MARK: What it holds open

    @Test func descriptors_areNotLost_overManyAttempts() throws {
        let (server, node) = try enrolled()
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        let open = try descriptors(of: program)
        // Refused: nobody listens.
        try server.stop()
        for _ in 0..<20 {
            program.send(SIGHUP)
            usleep(50_000)
        }
        try program.waitForLine(containing: "still not sending")
        try server.start()
        program.send(SIGHUP)
        try program.waitForLine(containing: "the server takes batches again")
        // Cut, again and again, and met again.
        for _ in 0..<5 {
            try server.kill()
            try server.start()
            let seen = deliveredThrough(program.errorOutput.split(separator: "\n"))
            program.send(SIGHUP)
            try program.waitForLine("a delivery after \(seen)") {
                deliveredThrough([$0[...]]) > seen
            }
        }
        #expect(try descriptors(of: program) <= open)
        #expect(try program.stop() == .exited(0))
    }

    private func deliveredThrough(_ lines: [Substring]) -> Int {
        lines.compactMap { line in
            line.contains("delivered through")
                ? line.split(separator: " ").last.flatMap { Int($0) } : nil
        }.max() ?? 0
    }

    private func descriptors(of program: RunningProgram) throws -> Int {
        try FileManager.default
            .contentsOfDirectory(atPath: "/proc/\(program.processIdentifier)/fd").count
    }

    // MARK: Simulated chips

    @Test func twoSimulatedChips_ofOneRoom_areTrimmedDifferently() throws {
        let (server, node) = try enrolled(
            """
            sensors:
              - {id: air, driver: bme280, bus: simulated, address: 0x76, interval: 1s}
              - {id: wall, driver: bme280, bus: simulated, address: 0x77, interval: 1s}
            """)
        let result = try node.run(
            ["simulate", "--count", "360", "--start", "2026-01-15T08:00:00Z"])
        #expect(result.status == .exited(0))
        let air = try StoredReading.all(of: "air", in: server)
        let wall = try StoredReading.all(of: "wall", in: server)
        let pressures = [air, wall].map { all in
            all.filter { $0.quantity == "pressure" }.map { $0.value ?? 0 }
        }
        #expect(pressures[0].count == 60)
        #expect(pressures[0] != pressures[1])
        #expect(zip(pressures[0], pressures[1]).allSatisfy { abs($0 - $1) < 20 })
    }
}
