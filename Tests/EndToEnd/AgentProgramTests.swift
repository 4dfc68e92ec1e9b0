import Foundation
import RueTestSupport
import Testing

/// The node's program itself: its arguments, its errors, its hold on key, spool and folder.
@Suite struct AgentProgramTests {
    private func run(_ words: String...) throws -> FinishedProgram {
        try FinishedProgram.run(Product.path("rue-agent"), words)
    }

    // MARK: check

    @Test(arguments: [
        (
            "sensors: [{id: air, driver: bme280, bus: simulated, adress: 0x76, interval: 1s}]",
            "adress", "address"
        ),
        (
            "sensors: [{id: air, driver: bme280, bus: simulated, address: high, interval: 1s}]",
            "address", "0x76"
        ),
        (
            "sensors: [{id: air, driver: bme28, bus: simulated, address: 0x76, interval: 1s}]",
            "bme28", "bme280"
        ),
        (
            "sensors:\n"
                + "  - {id: air, driver: bme280, bus: simulated, address: 0x76, interval: 1s}\n"
                + "  - {id: air, driver: bme280, bus: simulated, address: 0x77, interval: 1s}",
            "air", "line 3"
        ),
    ])
    func check_ofAWrongDescription_namesPlaceFaultAndRemedy(
        description: String, fault: String, remedy: String
    ) throws {
        let folder = try ScratchFolder()
        let file = try folder.write("node: {name: kitchen}\n" + description + "\n", to: "node.yaml")
        let result = try run("check", file)
        #expect(result.status == .exited(78))
        let said = result.output + result.errorOutput
        #expect(said.contains(file + ":"), "\(said)")
        #expect(said.contains(fault) && said.contains(remedy), "\(said)")
    }

    @Test func check_ofAMissingFile_namesIt() throws {
        let folder = try ScratchFolder()
        let result = try run("check", folder.file("nothing.yaml"))
        #expect(result.status == .exited(66))
        #expect(result.errorOutput.contains(folder.file("nothing.yaml")))
    }

    @Test func check_ofAMissingFile_doesNotSpeakOfOptionsThatItLacks() throws {
        #expect(try !run("check", "nosuch.yaml").errorOutput.contains("--config"))
        #expect(try run("run", "--config", "nosuch.yaml").errorOutput.contains("--config"))
    }

    @Test(arguments: [
        (["enrol", "--frob"], "rue-agent enrol --help"), (["frob"], "rue-agent --help"),
        (["simulate", "--start", "noon"], "rue-agent simulate --help"),
    ])
    func usageError_endsWithTheHelpThatFits(words: [String], help: String) throws {
        let result = try FinishedProgram.run(Product.path("rue-agent"), words)
        #expect(result.status == .exited(64))
        #expect(result.errorOutput.hasSuffix("(see '\(help)')\n"), "\(result.errorOutput)")
    }

    @Test func simulatedDevices_areOneHouse() throws {
        let server = try ScratchAggregator()
        try server.start()
        var pressures: [Double] = []
        for (name, temperatures) in [("kitchen", 18.0...24.0), ("cellar", 10.0...15.0)] {
            let file = Self.devices + "/simulated-\(name).yaml"
            let node = try ScratchNode(
                name, description: try String(contentsOfFile: file, encoding: .utf8))
            // The device's file has a name of its own.
            try FileManager.default.removeItem(atPath: node.configuration)
            try FileManager.default.copyItem(atPath: file, toPath: node.configuration)
            try node.enrol(try server.invite(name))
            let result = try node.run(
                ["simulate", "--count", "3", "--start", "2026-11-20T12:00:00Z"])
            #expect(result.status == .exited(0), "\(result.errorOutput)")
            #expect(temperatures.contains(try value("air_temperature", of: name, on: server)))
            pressures.append(try value("air_pressure", of: name, on: server))
        }
        #expect(abs(pressures[0] - pressures[1]) < 100, "\(pressures)")
    }

    private func value(
        _ series: String, of node: String, on server: ScratchAggregator
    ) throws -> Double {
        let lines = try server.run(
            "export", "--node", node, "--series", series, "--format", "json"
        ).lines
        let line = try #require(lines.last)
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require((object?["value"] as? NSNumber)?.doubleValue, "\(line)")
    }

    private static let devices = Repository.file("Devices")

    @Test func check_ofEveryDeviceOfTheProject_passes() throws {
        let devices = Self.devices
        let files = try FileManager.default.contentsOfDirectory(atPath: devices)
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 3)
        for file in files {
            let result = try run("check", devices + "/" + file)
            #expect(result.status == .exited(0), "\(file): \(result.errorOutput)")
        }
    }

    // MARK: enrol and run

    @Test func enrol_withAUsedLink_saysSoAndWhatToDo() throws {
        let server = try ScratchAggregator()
        try server.start()
        let link = try server.invite("kitchen")
        try ScratchNode("kitchen").enrol(link)
        let second = try ScratchNode("kitchen").run(["enrol", link])
        #expect(second.status == .exited(69))
        #expect(second.errorOutput.contains("used already"))
        #expect(second.errorOutput.contains("rue-aggregator node add"))
        #expect(try server.run("node", "list", "--format", "json").lines.count == 1)
    }

    @Test func enrol_onAServerWithAnotherKey_refusesIt() throws {
        let real = try ScratchAggregator()
        try real.start()
        let other = try ScratchAggregator()
        try other.start()
        let link = try other.invite("kitchen")
            .replacingOccurrences(of: ":\(other.port)/", with: ":\(real.port)/")
        let result = try ScratchNode("kitchen").run(["enrol", link])
        #expect(result.status == .exited(69))
        #expect(result.errorOutput.contains("key"), "\(result.errorOutput)")
        #expect(try real.run("node", "list", "--format", "json").lines.isEmpty)
    }

    @Test func enrol_withALinkFile_deletesItOnceUsed() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        let file = try node.folder.write(try server.invite("kitchen") + "\n", to: "link")
        #expect(try node.run(["enrol", "--link-file", file]).status == .exited(0))
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func run_withoutEnrolment_saysHowToEnrol() throws {
        let result = try ScratchNode("kitchen").run(["run"])
        #expect(result.status == .exited(78))
        #expect(result.errorOutput.contains("rue-agent enrol"))
    }

    @Test func run_onAFolderInUse_namesTheProcess() throws {
        let (server, node) = try enrolled("kitchen")
        let first = try node.start()
        let second = try node.run(["run"])
        #expect(second.status == .exited(75))
        #expect(second.errorOutput.contains(String(first.processIdentifier)))
        #expect(first.isRunning)
        #expect(try first.stop() == .exited(0))
        try server.stop()
    }

    @Test func run_withAKeyThatOthersCanRead_refusesAndSaysWhatToRun() throws {
        let (_, node) = try enrolled("kitchen")
        let key = node.state + "/node.key"
        #expect(try permissions(of: key) == 0o600)
        chmod(key, 0o644)
        let result = try node.run(["run"])
        #expect(result.status == .exited(77))
        #expect(result.errorOutput.contains("chmod 600 \(key)"), "\(result.errorOutput)")
    }

    @Test func run_onAnotherNodesSpool_refusesIt() throws {
        let (server, kitchen) = try enrolled("kitchen")
        let cellar = try ScratchNode("cellar")
        try cellar.enrol(try server.invite("cellar"))
        #expect(try cellar.run(["simulate", "--count", "30"]).status == .exited(0))
        #expect(try kitchen.run(["simulate", "--count", "30"]).status == .exited(0))
        try FileManager.default.removeItem(atPath: kitchen.state + "/spool.sqlite")
        try FileManager.default.copyItem(
            atPath: cellar.state + "/spool.sqlite", toPath: kitchen.state + "/spool.sqlite")
        let result = try kitchen.run(["run"])
        #expect(result.status == .exited(65))
        #expect(result.errorOutput.contains("another"), "\(result.errorOutput)")
    }

    @Test func run_forTheJournal_tellsLevels_andElseTimes() throws {
        let (server, node) = try enrolled("kitchen")
        // What stands in the variable is inherited by much that writes elsewhere.
        let terminal = try node.start(environment: ["JOURNAL_STREAM": "8:1234"])
        #expect(try terminal.stop() == .exited(0))
        let time = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z node kitchen samples 1 sensor/#
        #expect(terminal.errorOutput.prefixMatch(of: time) != nil, "\(terminal.errorOutput)")

        let script = """
            exec 2>"$1/journal"
            export JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2)
            exec "$2" run --state "$1/state" --config "$1/node.yaml"
            """
        let manager = try ServiceManagerSocket(node.folder.file("notify"))
        let journal = try RunningProgram(
            "bash",
            ["-c", script, "test", node.folder.path, Product.path("rue-agent")],
            environment: manager.environment())
        #expect(manager.hears("READY=1"))
        #expect(try journal.stop() == .exited(0))
        let log = String(decoding: try node.folder.read("journal"), as: UTF8.self)
        #expect(log.hasPrefix("<6>node kitchen samples 1 sensor and sends to "), "\(log)")
        try server.stop()
    }

    @Test func run_afterARevocation_goesOnSamplingAndSaysSo() throws {
        let (server, node) = try enrolled("kitchen")
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        try server.run("node", "revoke", "kitchen", "--yes")
        try program.waitForLine(containing: "the server has revoked this node")
        #expect(program.isRunning)
        #expect(try program.stop() == .exited(0))
    }

    // MARK: A full disk

    @Test func run_onAFullDisk_saysSoGoesOnAndRecovers() throws {
        let (server, node) = try enrolled("kitchen")
        // A small tmpfs in a mount namespace of its own, which goes with the shell.
        let script = """
            mkdir "$1/small" && mount -t tmpfs -o size=400k none "$1/small" || exit 9
            cp "$1"/state/* "$1/small/"
            setpriv --pdeathsig KILL "$2" run --verbose --state "$1/small" --config "$1/node.yaml" &
            await() { for _ in $(seq 300); do [ -e "$1" ] && return; sleep 0.1; done; }
            await "$1/fill"
            head -c 500000 /dev/zero >"$1/small/ballast" 2>/dev/null
            await "$1/free"
            rm "$1/small/ballast"
            await "$1/end"
            kill $! && wait $!
            """
        let program = try RunningProgram(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c", script, "test", node.folder.path,
                Product.path("rue-agent"),
            ])
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        try node.folder.write("", to: "fill")
        try program.waitForLine(containing: "the disk is full", seconds: 30)
        #expect(program.isRunning)
        try node.folder.write("", to: "free")
        try program.waitForLine(containing: "the spool takes batches again", seconds: 40)
        let seen = program.greatestNumber(after: "delivered through ")
        try program.waitForNumber(after: "delivered through ", atLeast: seen + 1)
        let end = Date()
        try node.folder.write("", to: "end")
        #expect(try program.waitForEnd() == .exited(0))
        let readings = try StoredReading.all(of: "air", in: server)
        try StoredReading.expectEverySecondOnce(
            readings, atLeast: program.greatestNumber(after: "signed batch "), until: end)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    private func enrolled(_ name: String) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode(name)
        try node.enrol(try server.invite(name))
        return (server, node)
    }

    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
