import Foundation
import RueSQLite
import RueTestSupport
import Testing

/// `doctor` on a real server, with what can be wrong made wrong.
@Suite struct ServerDoctorTests {
    private let server: ScratchAggregator

    /// Its port is of the kernel's choice from its first start on.
    init() throws {
        server = try ScratchAggregator()
        try server.start()
        try server.stop()
    }

    private struct Finding: Decodable {
        let check: String
        let state: String
        let text: String
        let remedy: String?
    }

    /// What it finds of one thing, as a script reads it.
    private func finding(
        _ check: String, expecting status: Int32 = 0
    ) throws -> (state: String, text: String) {
        let result = try server.run("doctor", "--format", "json", expecting: .exited(status))
        let findings = try result.lines.map {
            try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
        }
        #expect(findings.contains { $0.state == "problem" } == (status == 1))
        for finding in findings {
            #expect((finding.remedy == nil) == (finding.state == "ok"), "\(finding)")
        }
        let found = try #require(findings.first { $0.check == check }, "\(result.output)")
        return (found.state, found.text)
    }

    private func path(_ name: String) -> String { server.state + "/" + name }

    @Test func running_isWell() throws {
        try server.start()
        for check in [
            "set-up", "certificate", "permissions", "store", "node port", "nodes",
        ] {
            #expect(try finding(check).state == "ok", "\(check)")
        }
        #expect(try finding("server").text.hasPrefix("the server runs"))
        let text = try server.run("doctor").output
        #expect(
            text.contains("!   127.0.0.1 leads to this machine from itself only\n"), "\(text)")
        #expect(text.hasSuffix("\nGive these commands --state \(server.state), too.\n"))
        #expect(try server.stop() == .exited(0))
        #expect(try finding("server").state == "warning")
        #expect(try finding("node port").text.hasSuffix("is free"))
    }

    @Test func examination_changesNothing() throws {
        try server.start()
        try server.stop()
        let before = try files()
        let lock = try String(contentsOfFile: path("lock"), encoding: .utf8)
        try server.run("doctor")
        #expect(try files() == before)
        #expect(try String(contentsOfFile: path("lock"), encoding: .utf8) == lock)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: server.state).sorted()
    }

    @Test func recoveryKitAndBackup_areFollowed() throws {
        #expect(try finding("recovery kit").state == "warning")
        try server.run("setup", "--write-kit", server.folder.file("kit.txt"))
        #expect(try finding("recovery kit").state == "ok")
        #expect(try finding("backup").text == "no backup was ever made")
        let backup = server.folder.file("backup")
        let made = try server.run("backup", backup)
        #expect(made.output.contains("on the server's own disk"), "\(made.output)")
        let beside = try finding("backup")
        #expect(beside.state == "warning" && beside.text.contains(backup + ", "))
        #expect(beside.text.contains("on the server's own disk"), "\(beside)")
        let medium = try ScratchFolder(in: "/dev/shm")
        let taken = try server.run("backup", medium.file("backup"))
        #expect(!taken.output.contains("own disk"), "\(taken.output)")
        #expect(try finding("backup").state == "ok")
        try FileManager.default.removeItem(atPath: medium.file("backup"))
        #expect(try finding("backup").text.hasSuffix("and is not there now"))
        try "nonsense\n".write(toFile: path("last-backup.conf"), atomically: false, encoding: .utf8)
        #expect(try finding("backup").text.contains("cannot be read"))
    }

    @Test func backup_isNoServer() throws {
        let backup = server.folder.file("backup")
        try server.run("backup", backup)
        let result = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["doctor", "--state", backup])
        #expect(result.status == .exited(1))
        #expect(result.output.hasPrefix("!!  \(backup): is a backup"), "\(result.output)")
    }

    @Test func openFile_isAProblem() throws {
        #expect(chmod(path("store.sqlite"), 0o644) == 0)
        let found = try finding("permissions", expecting: 1)
        #expect(found.state == "problem" && found.text.contains("store.sqlite can be read"))
    }

    @Test func openKey_isAProblem() throws {
        #expect(chmod(path("tls.key"), 0o640) == 0)
        #expect(
            try finding("set-up", expecting: 1).text.contains("others can read this private key"))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func fileOfAnotherUser_isAProblem() throws {
        #expect(chown(path("server.key"), 65_534, 65_534) == 0)
        let found = try finding("permissions", expecting: 1)
        #expect(found.text.contains("server.key belongs to nobody, the server is root"))
    }

    @Test func certificateOfAnotherKey_isAProblem() throws {
        let other = try ScratchAggregator()
        try FileManager.default.removeItem(atPath: path("tls.crt"))
        try FileManager.default.copyItem(atPath: other.state + "/tls.crt", toPath: path("tls.crt"))
        #expect(
            try finding("set-up", expecting: 1).text == "the TLS certificate belongs to another key"
        )
    }

    @Test func expiredCertificate_isAWarning() throws {
        let made = try FinishedProgram.run(
            "openssl",
            [
                "x509", "-in", path("tls.crt"), "-signkey", path("tls.key"), "-days", "-1", "-out",
                server.folder.file("expired.crt"),
            ])
        #expect(made.status == .exited(0), "\(made.errorOutput)")
        try FileManager.default.removeItem(atPath: path("tls.crt"))
        try FileManager.default.moveItem(
            atPath: server.folder.file("expired.crt"), toPath: path("tls.crt"))
        #expect(chmod(path("tls.crt"), 0o600) == 0)
        let found = try finding("certificate")
        #expect(found.state == "warning" && found.text.contains("was valid until"), "\(found)")
    }

    @Test(arguments: [
        (
            "settings.conf", "port = many\n", "set-up",
            "settings.conf:1: 'many' is no value for port"
        ),
        ("store.sqlite", "no database at all", "store", "is not a store of Rue"),
        ("server.key", "-----BEGIN", "set-up", "server.key"),
    ])
    func brokenFile_isAProblemThatIsNamed(
        name: String, content: String, check: String, text: String
    ) throws {
        try FileManager.default.removeItem(atPath: path(name))
        try content.write(toFile: path(name), atomically: false, encoding: .utf8)
        #expect(chmod(path(name), 0o600) == 0)
        #expect(try finding(check, expecting: 1).text.contains(text))
    }

    @Test(arguments: [
        ("store.sqlite", "store", "there is no store"), ("tls.crt", "set-up", "No such file"),
        ("settings.conf", "set-up", "no aggregator is set up here"),
    ])
    func missingFile_isAProblem(name: String, check: String, text: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
        #expect(try finding(check, expecting: 1).text.contains(text))
    }

    @Test func nodesThatCannotBeRead_areAProblemThoughTheStoreOpens() throws {
        try Database(path: path("store.sqlite"), mode: .readWrite).execute("DROP TABLE event")
        #expect(try finding("store", expecting: 1).state == "ok")
        let found = try finding("nodes", expecting: 1)
        #expect(found.state == "problem" && found.text.contains("event"), "\(found)")
    }

    @Test func storeOfAnotherServer_isAProblem() throws {
        let other = try ScratchAggregator()
        try FileManager.default.removeItem(atPath: path("store.sqlite"))
        try FileManager.default.copyItem(
            atPath: other.state + "/store.sqlite", toPath: path("store.sqlite"))
        #expect(try finding("store", expecting: 1).text.contains("another server's key"))
    }

    @Test func portOfAnother_isAProblem() throws {
        let other = try ScratchAggregator()
        try other.start()
        try server.start()
        let own = server.port
        try server.stop()
        let settings = try String(contentsOfFile: path("settings.conf"), encoding: .utf8)
        try settings.replacingOccurrences(of: "port = \(own)", with: "port = \(other.port)")
            .write(toFile: path("settings.conf"), atomically: false, encoding: .utf8)
        #expect(try finding("node port", expecting: 1).text.contains("taken by another program"))
    }

    @Test func nowhere_isToldWithTheMachine() throws {
        let result = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["doctor", "--state", server.folder.file("none")])
        #expect(result.status == .exited(1))
        #expect(result.output.contains("no aggregator is set up here"))
        #expect(result.output.contains("clock"))
        #expect(!FileManager.default.fileExists(atPath: server.folder.file("none")))
    }

    @Test func format_thatCannotBe_isExplained() throws {
        let result = try server.run("doctor", "--format", "csv", expecting: .exited(64))
        #expect(result.errorOutput.contains("text"))
    }
}
