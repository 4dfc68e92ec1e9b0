import Foundation
import RueCrypto
import RueTestSupport
import RueWire
import Testing

@Suite struct KeyFileTests {
    private let folder: ScratchFolder
    private let path: String

    init() throws {
        folder = try ScratchFolder()
        path = folder.file("node.key")
    }

    private func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func create_thenLoad_givesTheSameKey() throws {
        let key = try SigningKey.generate()
        try KeyFile.create(path: path, key: key)
        #expect(try KeyFile.load(path: path).seed == key.seed)
        #expect(try mode(of: path) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["node.key"])
    }

    @Test func create_whereAFileIs_isRefusedAndLeavesIt() throws {
        let first = try SigningKey.generate()
        try KeyFile.create(path: path, key: first)
        #expect(throws: KeyFileError.exists(path: path)) {
            try KeyFile.create(path: path, key: SigningKey.generate())
        }
        #expect(try KeyFile.load(path: path).seed == first.seed)
    }

    @Test func create_whereADanglingLinkIs_isRefused() throws {
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: folder.file("elsewhere"))
        #expect(throws: KeyFileError.exists(path: path)) {
            try KeyFile.create(path: path, key: SigningKey.generate())
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("elsewhere")))
    }

    @Test func create_overALeftoverOfALossOfPower_succeeds() throws {
        try folder.write("half a ke", to: "node.key.new")
        try KeyFile.create(path: path, key: SigningKey.generate())
        _ = try KeyFile.load(path: path)
    }

    @Test func create_inNoFolder_tellsTheSystemsReason() throws {
        let nowhere = folder.file("none/node.key")
        #expect(throws: KeyFileError.missing(path: nowhere)) {
            try KeyFile.create(path: nowhere, key: SigningKey.generate())
        }
    }

    @Test func load_noFile_isMissing() {
        #expect(throws: KeyFileError.missing(path: path)) { try KeyFile.load(path: path) }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777])
    func load_modeThatLetsOthersIn_isRefusedWithTheCommand(mode: Int) throws {
        try KeyFile.create(path: path, key: SigningKey.generate())
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        do throws(KeyFileError) {
            _ = try KeyFile.load(path: path)
            Issue.record("taken with mode \(String(mode, radix: 8))")
        } catch {
            #expect(error == .tooOpen(path: path, mode: UInt32(mode)))
            #expect(error.description.contains("0" + String(mode, radix: 8)))
            #expect(error.description.contains("chmod 600 \(path)"))
        }
    }

    @Test(arguments: [0o600, 0o400])
    func load_modeOfTheOwnerAlone_isTaken(mode: Int) throws {
        try KeyFile.create(path: path, key: SigningKey.generate())
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        _ = try KeyFile.load(path: path)
    }

    @Test func load_symbolicLink_isRefused() throws {
        let target = folder.file("real.key")
        try KeyFile.create(path: target, key: SigningKey.generate())
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        #expect(throws: KeyFileError.symbolicLink(path: path)) { try KeyFile.load(path: path) }
    }

    @Test func load_folderOrPipe_isRefusedWithoutWaiting() throws {
        #expect(throws: KeyFileError.notAFile(path: folder.path)) {
            try KeyFile.load(path: folder.path)
        }
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: KeyFileError.notAFile(path: path)) { try KeyFile.load(path: path) }
    }

    @Test(arguments: [
        "", "\n", "no key at all", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        // An X25519 key (OID 1.3.101.110), as `openssl genpkey -algorithm x25519` made it.
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VuBCIEIHCbk0v4ZWV0C0k6xwrPV7nqpRfk6z1xFmiJ2OqEjl5t
        -----END PRIVATE KEY-----
        """,
        // One character short, and one that base64 does not have.
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9
        -----END PRIVATE KEY-----
        """,
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v*VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----
        """,
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END ENCRYPTED PRIVATE KEY-----
        """,
        String(repeating: "A", count: 5000),
    ])
    func load_anythingElse_isMalformed(text: String) throws {
        try folder.write(text, to: "node.key", permissions: 0o600)
        #expect(throws: KeyFileError.malformed(path: path)) { try KeyFile.load(path: path) }
    }

    /// RFC 8410 §10.3 prints another key; this is the seed of RFC 8032's TEST 1 in that form.
    @Test func load_withCarriageReturns_isTaken() throws {
        let text = """
            -----BEGIN PRIVATE KEY-----\r
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\r
            -----END PRIVATE KEY-----\r

            """
        try folder.write(text, to: "node.key", permissions: 0o600)
        let key = try KeyFile.load(path: path)
        #expect(
            key.seed
                == (try bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")))
    }

    @Test func create_readByOpenSSLsProgram_givesThePublicKey() throws {
        let key = try SigningKey.generate()
        try KeyFile.create(path: path, key: key)
        let run = try FinishedProgram.run("openssl", ["pkey", "-in", path, "-pubout", "-text_pub"])
        #expect(run.status == .exited(0), "\(run.errorOutput)")
        let shown = run.output.lowercased().filter { $0.isHexDigit }
        #expect(shown.contains(Hex.encode(key.publicKey.bytes)))
    }

    @Test func load_madeByOpenSSLsProgram_isTaken() throws {
        let run = try FinishedProgram.run(
            "openssl", ["genpkey", "-algorithm", "ed25519", "-out", path])
        #expect(run.status == .exited(0), "\(run.errorOutput)")
        _ = try KeyFile.load(path: path)
    }

    @Test func description_pathWithBlanks_givesACommandThatWorks() {
        let error = KeyFileError.tooOpen(path: "my house/it's.key", mode: 0o644)
        #expect(error.description.contains(#"chmod 600 'my house/it'\''s.key'"#))
    }
}
