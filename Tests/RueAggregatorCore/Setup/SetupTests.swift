import Foundation
import RueAggregatorCore
import RueCrypto
import RueServer
import RueTestSupport
import RueWire
import Testing

@Suite struct SetupTests {
    private let scratch: ScratchFolder
    private let folder: StateFolder
    private let files = FragileFiles()

    init() throws {
        scratch = try ScratchFolder()
        folder = StateFolder(path: scratch.file("state/"))
    }

    private func setUp(hosts: [String] = ["house.local"]) throws(SetupError) -> SetupReport {
        var setup = Setup(folder: folder, files: files)
        return try setup.run(hosts: hosts, port: 8443, nowMilliseconds: 1_767_225_600_000)
    }

    @Test func firstRun_makesWhatTheServerNeeds() throws {
        let report = try setUp()
        #expect(
            report.created == [
                folder.serverKey, folder.tlsKey, folder.tlsCertificate, folder.recoveryKit,
                folder.settings,
            ])
        let identity = try ServerIdentity(folder: folder, files: files)
        #expect(identity.signingKey.publicKey.keyID == report.serverID)
        #expect(identity.settings == report.settings)
        #expect(identity.livePin.bytes == identity.tls.pin)
        #expect(identity.livePin != identity.settings.recoveryPin)
    }

    @Test func recoveryKit_holdsBothPrivateHalvesAndOnlyItDoes() throws {
        let report = try setUp()
        let kit = try #require(try text(folder.recoveryKit))
        let keys = kit.components(separatedBy: "-----BEGIN PRIVATE KEY-----\n").dropFirst().map {
            "-----BEGIN PRIVATE KEY-----\n"
                + $0.components(separatedBy: "-----END PRIVATE KEY-----")[0]
                + "-----END PRIVATE KEY-----\n"
        }
        #expect(keys.count == 2)
        #expect(try text(folder.serverKey) == keys[0])
        let recovery = try TLSKey(pem: keys[1])
        #expect(recovery.pin == report.settings.recoveryPin.bytes)
        for path in [folder.serverKey, folder.tlsKey, folder.tlsCertificate, folder.settings] {
            #expect(try text(path)?.contains(keys[1]) == false)
        }
        #expect(kit.contains(Proquint.keyWords(of: report.serverID)))
    }

    @Test(arguments: ["node.key", "grant.cose"])
    func folderOfANode_isRefusedAndLeftAsItIs(name: String) throws {
        try files.createFolder(folder.path)
        try files.write(folder.path + "/" + name, [1])
        let before = files.written
        #expect(throws: SetupError.isNode(path: folder.path)) { try setUp() }
        #expect(files.written == before)
    }

    @Test func secondRun_changesNothing() throws {
        let first = try setUp()
        let before = files.written
        let second = try setUp(hosts: ["other.local"])
        #expect(second.created.isEmpty)
        #expect(second.settings == first.settings)
        #expect(second.serverID == first.serverID)
        #expect(files.written == before)
    }

    @Test(arguments: 0..<4)
    func interruptedRun_isDoneOverFromWhatItLeft(step: Int) throws {
        files.writesUntilFailure = step
        #expect(throws: SetupError.self) { try setUp() }
        #expect(throws: SetupError.notSetUp(path: folder.path)) {
            try ServerIdentity(folder: folder, files: files)
        }
        let key = try KeyFile.load(path: folder.serverKey)
        files.writesUntilFailure = nil
        let report = try setUp()
        #expect(report.serverID == key.publicKey.keyID)
        let identity = try ServerIdentity(folder: folder, files: files)
        let kit = try #require(try text(folder.recoveryKit))
        #expect(kit.contains(Base64URL.encode(identity.settings.recoveryPin.bytes)))
    }

    @Test func kitMovedAway_isNotMissed() throws {
        _ = try setUp()
        try FileManager.default.removeItem(atPath: folder.recoveryKit)
        let report = try setUp()
        #expect(!report.isRecoveryKitHere)
        #expect(report.created.isEmpty)
    }

    @Test func fromAKit_theServerIsTheSameAndShowsTheRecoveryKey() throws {
        let old = try setUp()
        let oldIdentity = try ServerIdentity(folder: folder, files: files)
        let kit = try RecoveryKit(reading: try #require(try text(folder.recoveryKit)))
        let other = StateFolder(path: scratch.file("other"))
        var setup = Setup(folder: other, files: files, kit: kit)
        let report = try setup.run(
            hosts: ["new.local"], port: 9443, nowMilliseconds: 1_767_225_600_000)
        let identity = try ServerIdentity(folder: other, files: files)
        #expect(report.serverID == old.serverID)
        #expect(identity.livePin == oldIdentity.settings.recoveryPin)
        // What every node was given, in another order or with another second half.
        #expect(identity.settings.recoveryPin != oldIdentity.settings.recoveryPin)
        #expect(identity.settings.recoveryPin != oldIdentity.livePin)
        let newKit = try RecoveryKit(reading: try #require(try text(other.recoveryKit)))
        #expect(newKit.serverID == old.serverID)
        #expect(newKit.recoveryPin == identity.settings.recoveryPin)
        #expect(newKit.hosts == ["new.local"])
        #expect(newKit.port == 9443)
    }

    /// A server that was lost twice has had three kits.
    @Test func kitsOfARebuiltServer_areToldApart() throws {
        let fixture = try StoreFixture()
        _ = try setUp()
        var kits = [try RecoveryKit(reading: try #require(try text(folder.recoveryKit)))]
        var last = folder
        for number in 1...2 {
            last = StateFolder(path: scratch.file("rebuilt-\(number)"))
            var setup = Setup(folder: last, files: files, kit: kits.last)
            _ = try setup.run(hosts: ["a"], port: 1, nowMilliseconds: 0)
            kits.append(try RecoveryKit(reading: try #require(try text(last.recoveryKit))))
        }
        let identity = try ServerIdentity(folder: last, files: files)
        let other = StateFolder(path: scratch.file("other"))
        var setup = Setup(folder: other, files: files)
        _ = try setup.run(hosts: ["a"], port: 1, nowMilliseconds: 0)
        kits.append(try RecoveryKit(reading: try #require(try text(other.recoveryKit))))
        let faults = kits.map { kit -> RecoveryKitCheckError? in
            do throws(RecoveryKitCheckError) {
                _ = try RecoveryKitCheck(of: kit, for: identity, reader: fixture.writer)
                return nil
            } catch {
                return error
            }
        }
        let words = [kits[3], kits[0]].map { Proquint.keyWords(of: $0.serverID) }
        #expect(
            faults == [
                .fault(.otherRecoveryKey), .fault(.rebuiltFromIt), nil,
                .fault(.otherServer(kit: words[0], server: words[1])),
            ])
    }

    @Test func fromAKit_whereAServerIs_isRefusedAndChangesNothing() throws {
        _ = try setUp()
        let kit = try RecoveryKit(reading: try #require(try text(folder.recoveryKit)))
        let before = files.written
        var setup = Setup(folder: folder, files: files, kit: kit)
        #expect(throws: SetupError.alreadySetUp(path: folder.path)) {
            try setup.run(hosts: ["a"], port: 1, nowMilliseconds: 0)
        }
        #expect(files.written == before)
    }

    @Test func fromAKit_whereAnotherKeyIs_isRefused() throws {
        _ = try setUp()
        let kit = try RecoveryKit(reading: try #require(try text(folder.recoveryKit)))
        let other = StateFolder(path: scratch.file("other"))
        try files.createFolder(other.path)
        try KeyFile.create(path: other.serverKey, key: try SigningKey.generate())
        var setup = Setup(folder: other, files: files, kit: kit)
        #expect(throws: SetupError.otherKey(path: other.serverKey)) {
            try setup.run(hosts: ["a"], port: 1, nowMilliseconds: 0)
        }
    }

    @Test func fromAKit_interrupted_isDoneOver() throws {
        _ = try setUp()
        let kit = try RecoveryKit(reading: try #require(try text(folder.recoveryKit)))
        let other = StateFolder(path: scratch.file("other"))
        for step in 0..<4 {
            files.writesUntilFailure = step
            var setup = Setup(folder: other, files: files, kit: kit)
            #expect(throws: SetupError.self) {
                try setup.run(hosts: ["a"], port: 1, nowMilliseconds: 0)
            }
        }
        files.writesUntilFailure = nil
        var setup = Setup(folder: other, files: files, kit: kit)
        let report = try setup.run(hosts: ["a"], port: 1, nowMilliseconds: 0)
        #expect(report.serverID == kit.serverID)
        #expect(
            try ServerIdentity(folder: other, files: files).livePin == kit.recoveryPin)
    }

    @Test func unusableHost_isRefusedBeforeAnythingIsMade() throws {
        #expect(throws: SetupError.host("a b")) { try setUp(hosts: ["a.local", "a b"]) }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    private func text(_ path: String) throws(StateFileError) -> String? {
        try files.read(path).map { String(decoding: $0, as: UTF8.self) }
    }
}

@Suite struct ServerSettingsTests {
    private let settings = ServerSettings(
        hosts: ["house.local", "192.0.2.1", "fd00::1"], port: 8443,
        recoveryPin: Pin(Array(repeating: 5, count: 32)) ?? .zero)

    @Test func text_readsBack() throws {
        #expect(try ServerSettings(parsing: settings.text, path: "p") == settings)
        let edited = settings.text.replacing("port = 8443", with: "# moved\n\nport =9000  \r")
        #expect(try ServerSettings(parsing: edited, path: "p").port == 9000)
    }

    @Test(arguments: [
        ("port = 8443", "port = 84430", 5), ("port = 8443\n", "", 6), ("port", "prot", 5),
        ("host = house.local", "host = a b", 2), ("host = house.local", "host", 2),
        ("recovery-pin = BQ", "recovery-pin = !", 6),
    ])
    func wrongLine_isNamed(old: String, new: String, line: Int) {
        let text = settings.text.replacing(old, with: new)
        do throws(SetupError) {
            _ = try ServerSettings(parsing: text, path: "settings.conf")
            Issue.record("taken")
        } catch {
            #expect(error.description.hasPrefix("settings.conf:\(line): "), "\(error)")
        }
    }

    @Test(arguments: ["host", "port", "recovery-pin"])
    func lostLine_isNamed(name: String) {
        let lines = settings.text.split(separator: "\n").filter { !$0.hasPrefix(name + " = ") }
        let error = #expect(throws: SetupError.self) {
            try ServerSettings(parsing: lines.joined(separator: "\n"), path: "p")
        }
        #expect(error?.description.hasSuffix("a line '\(name) = …' is missing") == true)
    }

    @Test(arguments: [
        ("house", true), ("house.local", true), ("10.0.0.1", true), ("fd00::1", true),
        ("::", true), ("", false), ("a b", false), ("[::1]", false), ("a:80", false),
        ("fd00::1%eth0", false), ("a\n", false), ("-a", false), ("Küche", false),
    ])
    func host_isUsable_onlyAsANameOrAddress(host: String, isUsable: Bool) {
        #expect(ServerSettings.isUsable(host: host) == isUsable)
    }
}

/// Real files, whose n-th write fails.
private final class FragileFiles: StateFiles {
    var writesUntilFailure: Int?
    private(set) var written: [String] = []

    func createFolder(_ path: String) throws(StateFileError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StateFileError(path: path, reason: "\(error)")
        }
    }

    func read(_ path: String) throws(StateFileError) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws(StateFileError) {
        if let left = writesUntilFailure {
            guard left > 0 else { throw StateFileError(path: path, reason: "disk full") }
            writesUntilFailure = left - 1
        }
        written.append(path)
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw StateFileError(path: path, reason: "not made") }
    }
}
