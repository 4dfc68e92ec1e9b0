import Foundation
import RueTestSupport
import Testing

/// `rue-agent doctor` on nodes that are well, and on some that are not.
@Suite struct DoctorTests {
    private let server: ScratchAggregator
    private let node: ScratchNode

    init() throws {
        server = try ScratchAggregator()
        try server.start()
        node = try ScratchNode("kitchen")
    }

    private static let nobody: uid_t = 65_534

    /// The state folder of a node that is not enrolled, as the service has it.
    private func makeState(ownedBy user: uid_t? = nil) throws {
        try FileManager.default.createDirectory(
            atPath: node.state, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        guard let user else { return }
        chown(node.state, user, user)
        chmod(node.folder.path, 0o755)
    }

    private func enrol() throws { try node.enrol(try server.invite("kitchen")) }

    /// Expects a line with that mark and text.
    private func expect(
        _ result: FinishedProgram, _ mark: String, _ text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let lines = result.lines.filter { $0.hasPrefix(mark + " ") && $0.contains(text) }
        #expect(
            lines.count == 1, "\(mark) \(text) in:\n\(result.output)\(result.errorOutput)",
            sourceLocation: sourceLocation)
    }

    @Test func doctor_nodeThatIsWell_hasNoProblem() throws {
        try enrol()
        #expect(try node.run(["simulate", "--count", "30"]).status == .exited(0))
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(0), "\(result.output)\(result.errorOutput)")
        expect(result, "ok", "describes node 'kitchen' with 1 sensor")
        expect(result, "ok", "enrolled as urn:dev:mac:")
        expect(result, "ok", "air: temperature ")
        expect(result, "ok", "the server has all up to batch ")
        expect(result, "ok", "127.0.0.1 port \(server.port) answers, with the key")
        #expect(!result.output.contains("!!"))
        // It is as it was: a simulation goes on.
        #expect(try node.run(["simulate", "--count", "30"]).status == .exited(0))
    }

    @Test func doctor_besideARunningService_tellsItsReadingsAndLeavesItAlone() throws {
        try enrol()
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 2)
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(0), "\(result.output)\(result.errorOutput)")
        let reading = #/ok  air: temperature [\d.]+ Cel, .* in the last batch, \d+ s ago/#
        #expect(result.lines.contains { $0.wholeMatch(of: reading) != nil }, "\(result.output)")
        let seen = program.greatestNumber(after: "delivered through ")
        try program.waitForNumber(after: "delivered through ", atLeast: seen + 2)
        #expect(try program.stop() == .exited(0))
        #expect(!program.errorOutput.contains("failed"), "\(program.errorOutput)")
    }

    @Test func doctor_besideAServiceWhoseSensorFails_saysWhy() throws {
        let node = try ScratchNode(
            "cellar",
            description: ScratchNode.fastBME280
                + "faults: [{sensor: air, fault: silent, for: 1h}]\n")
        try node.enrol(try server.invite("cellar"))
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        expect(result, "!!", "air, which the service reads, failed")
        #expect(try program.stop() == .exited(0))
    }

    @Test func doctor_sensorThatFails_isAProblem() throws {
        let node = try ScratchNode(
            "cellar",
            description: ScratchNode.fastBME280
                + "faults: [{sensor: air, fault: silent, for: 1h}]\n")
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        expect(result, "!!", "air (BME280): ")
    }

    @Test func doctor_serverAway_saysWhatToLookAt() throws {
        try enrol()
        try server.stop()
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        expect(result, "!!", "cannot connect to 127.0.0.1")
        #expect(result.output.contains("Is it switched on"))
    }

    private func move(to address: String) throws {
        try Data("\(address)\n".utf8).write(
            to: URL(fileURLWithPath: node.state + "/server"))
    }

    /// What it advises has to work.
    @Test func doctor_anotherServerInItsPlace_saysHowToEnrolAnew() throws {
        try enrol()
        let other = try ScratchAggregator()
        try other.start()
        try move(to: "\(other.port) 127.0.0.1")
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        let remedy = result.output.split { $0.isWhitespace }.joined(separator: " ")
        #expect(remedy.contains("Another server answers"), "\(remedy)")
        #expect(remedy.contains("(rue-aggregator restore)"), "\(remedy)")
        #expect(remedy.contains("(rue-aggregator setup --recovery-kit)"), "\(remedy)")
        #expect(remedy.contains("rue-aggregator node add NAME on the server"), "\(remedy)")
        #expect(!remedy.contains("--replace") && !remedy.contains("--new-key"), "\(remedy)")
        #expect(try node.run(["enrol", try other.invite("kitchen")]).status == .exited(0))
        #expect(try node.run(["doctor"]).status == .exited(0))
    }

    @Test(arguments: [("grant.cose", []), ("node.key", ["--new-key"])])
    func doctor_enrolmentThatIsSpoilt_saysHowToEnrolAnew(file: String, options: [String]) throws {
        try enrol()
        try Data("spoilt".utf8).write(to: URL(fileURLWithPath: node.state + "/" + file))
        chmod(node.state + "/" + file, 0o600)
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        expect(result, "!!", "/" + file)
        #expect(result.output.contains("rue-aggregator node add NAME --replace"))
        let command = (["sudo rue-agent enrol LINK"] + options).joined(separator: " ")
        #expect(result.output.contains("  \(command)  "), "\(result.output)")
        let link = try server.invite("kitchen", replacing: true)
        let again = try node.run(["enrol", link] + options)
        #expect(again.status == .exited(0), "\(again.errorOutput)")
        #expect(try node.run(["doctor"]).status == .exited(0))
    }

    // MARK: A server that has moved

    @Test func doctor_withTheServersNewAddress_looksThere() throws {
        try enrol()
        try move(to: "1 127.0.0.1")
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        #expect(result.output.contains("rue-agent doctor --server HOST[:PORT]"))
        let there = try node.run(["doctor", "--server", "localhost:\(server.port)"])
        #expect(there.status == .exited(0), "\(there.output)")
        expect(there, "ok", "localhost port \(server.port) answers")
        let wrong = try node.run(["doctor", "--server", "house:0"])
        #expect(wrong.status == .exited(64))
    }

    @Test func doctor_besideAServiceWithAnAddress_looksWhereTheServiceDoes() throws {
        try enrol()
        try move(to: "1 127.0.0.1")
        let program = try node.start(["--server", "localhost:\(server.port)"])
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        let result = try node.run(["doctor"])
        expect(result, "ok", "localhost port \(server.port) answers")
        expect(
            try node.run(["doctor", "--server", "127.0.0.1:1"]), "!!",
            "cannot connect to 127.0.0.1:1")
        #expect(try program.stop() == .exited(0))
    }

    @Test func doctor_onTheServersFolder_saysWhoseItIs() throws {
        let result = try FinishedProgram.run(
            Product.path("rue-agent"),
            ["doctor", "--state", server.state, "--config", node.configuration])
        #expect(result.status == .exited(1))
        expect(result, "!!", "\(server.state) is the state folder of a rue-aggregator")
    }

    @Test func doctor_notEnrolled_saysHowTo() throws {
        try makeState()
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        expect(result, "!!", "the node is not enrolled")
        #expect(result.output.contains("rue-aggregator node add NAME"))
    }

    @Test func doctor_notEnrolledWithALink_saysWhoEnrolsIt() throws {
        try makeState()
        let file = node.state + "/link"
        try Data(try server.invite("kitchen").utf8).write(to: URL(fileURLWithPath: file))
        let waits = try node.run(["doctor"])
        expect(waits, "!", "the node is not enrolled yet, and has a link to 127.0.0.1 in \(file)")
        #expect(waits.output.contains("sudo systemctl restart rue-agent"))
        try Data("rue://".utf8).write(to: URL(fileURLWithPath: file))
        expect(try node.run(["doctor"]), "!!", "the node is not enrolled: this is no good link")
    }

    /// The link that root has put into the service's folder.
    @Test(.enabled(if: geteuid() == 0))
    func doctor_linkOfRootsAlone_saysWhatToRun() throws {
        try makeState(ownedBy: Self.nobody)
        let file = node.state + "/link"
        try Data(try server.invite("kitchen").utf8).write(to: URL(fileURLWithPath: file))
        chmod(file, 0o600)
        let result = try node.run(["doctor"])
        expect(result, "!!", "cannot read the link from \(file): Permission denied")
        #expect(
            result.output.split { $0.isWhitespace }.joined(separator: " ")
                .contains("sudo chown rue-agent \(file)"))
    }

    @Test func doctor_keyThatOthersCanRead_saysWhatToRun() throws {
        try enrol()
        let key = node.state + "/node.key"
        chmod(key, 0o644)
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        expect(result, "!!", "others can look into \(key)")
        #expect(!result.output.contains("--replace"), "\(result.output)")
        #expect(result.output.contains("sudo chmod go= \(key)"))
    }

    @Test func doctor_spoolThatIsDamaged_saysSo() throws {
        try enrol()
        #expect(try node.run(["simulate", "--count", "30"]).status == .exited(0))
        try Data(repeating: 0x41, count: 5000).write(
            to: URL(fileURLWithPath: node.state + "/spool.sqlite"))
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(1))
        expect(result, "!!", node.state + "/spool.sqlite: ")
    }

    @Test func doctor_withoutDescription_looksAtTheRest() throws {
        try enrol()
        let result = try FinishedProgram.run(
            Product.path("rue-agent"),
            ["doctor", "--state", node.state, "--config", node.folder.file("none.yaml")])
        #expect(result.status == .exited(1))
        expect(result, "!!", "there is no file")
        expect(result, "ok", "enrolled as")
    }

    @Test func doctor_asJSON_hasAnObjectALine() throws {
        try enrol()
        try server.stop()
        let result = try node.run(["doctor", "--format", "json"])
        #expect(result.status == .exited(1))
        let objects = try result.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.count >= 8)
        for object in objects {
            #expect(Set(object.keys) == ["check", "state", "text", "remedy"])
            let isOK = object["state"] as? String == "ok"
            #expect((object["remedy"] is NSNull) == isOK)
        }
        let server = try #require(objects.last)
        #expect(server["check"] as? String == "server")
        #expect(server["state"] as? String == "problem")
    }

    // MARK: The machine

    /// A Raspberry Pi, as far as files can be one: in a mount namespace of its own.
    @Test func doctor_onAPi_comparesConfigTxtAndSeesTheSupply() throws {
        try node.folder.write(
            """
            node: {name: kitchen}
            sensors:
              - {id: air, driver: bme280, bus: /dev/i2c-77, interval: 10s}
              - {id: cellar, driver: ds18b20, bus: w1, gpio: 17, interval: 10s}
            """, to: "node.yaml")
        let script = """
            mount -t tmpfs none /boot && mount -t tmpfs none /sys/class || exit 9
            mkdir -p /boot/firmware /sys/class/hwmon/hwmon0
            echo 'dtoverlay=w1-gpio,gpiopin=4' >/boot/firmware/config.txt
            echo rpi_volt >/sys/class/hwmon/hwmon0/name
            echo 1 >/sys/class/hwmon/hwmon0/in0_lcrit_alarm
            exec "$@"
            """
        let result = try FinishedProgram.run(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c", script, "test",
                Product.path("rue-agent"), "doctor", "--config", node.configuration, "--state",
                node.state,
            ])
        #expect(result.status == .exited(1))
        expect(result, "!!", "/boot/firmware/config.txt lacks what the sensors need")
        #expect(result.lines.contains("      dtoverlay=w1-gpio,gpiopin=17"), "\(result.output)")
        expect(result, "!!", "the supply's voltage is too low now")
        // Once as a bus that cannot be opened; without a state folder nobody reads the sensors.
        #expect(result.output.contains("cannot open /dev/i2c-77"))
        #expect(result.output.contains("there is no state folder"))
    }

    /// Root looks with the eyes of the folder's owner, and leaves nothing of its own there.
    @Test(.enabled(if: geteuid() == 0))
    func doctor_asRoot_isTheOwnerOfTheFolder() throws {
        try enrol()
        #expect(try node.run(["simulate", "--count", "30"]).status == .exited(0))
        let files = [""] + (try FileManager.default.contentsOfDirectory(atPath: node.state))
        for file in files { chown(node.state + "/" + file, Self.nobody, Self.nobody) }
        chmod(node.folder.path, 0o755)
        chmod(node.configuration, 0o644)
        let result = try node.run(["doctor"])
        #expect(result.status == .exited(0), "\(result.output)\(result.errorOutput)")
        for file in try FileManager.default.contentsOfDirectory(atPath: node.state) {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: node.state + "/" + file)
            #expect(attributes[.ownerAccountID] as? UInt32 == Self.nobody, "\(file)")
        }
    }

    /// `sudo rue-agent enrol LINK`, with the link in a file of root's.
    @Test(.enabled(if: geteuid() == 0))
    func enrol_asRoot_leavesAllToTheOwnerOfTheFolder() throws {
        try makeState(ownedBy: Self.nobody)
        chmod(node.configuration, 0o644)
        let link = try node.folder.write(try server.invite("kitchen"), to: "link")
        #expect(try node.run(["enrol", "--link-file", link]).status == .exited(0))
        #expect(!FileManager.default.fileExists(atPath: link))
        #expect(try node.run(["simulate", "--count", "30"]).status == .exited(0))
        let files = try FileManager.default.contentsOfDirectory(atPath: node.state)
        #expect(files.contains("node.key") && files.contains("spool.sqlite"))
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: node.state + "/" + file)
            #expect(attributes[.ownerAccountID] as? UInt32 == Self.nobody, "\(file)")
        }
    }
}
