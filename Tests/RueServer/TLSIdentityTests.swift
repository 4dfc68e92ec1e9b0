import Foundation
import RueServer
import Testing

/// A folder that goes with the test.
private final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("rue-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Issue.record(error)
        }
    }

    var key: String { path + "/tls.key" }
    var certificate: String { path + "/tls.crt" }

    func mode(_ file: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    }
}

private func openssl(_ arguments: [String], input: Data = Data()) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let (standardInput, output) = (Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: input)
    try standardInput.fileHandleForWriting.close()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return bytes
}

@Suite struct TLSIdentityTests {
    @Test func create_thenLoad_isTheSame() throws {
        let folder = try Folder()
        let made = try TLSIdentity.create(
            key: .generate(), keyPath: folder.key, certificatePath: folder.certificate)
        let loaded = try TLSIdentity(keyPath: folder.key, certificatePath: folder.certificate)
        #expect(loaded == made)
        #expect(made.pin.count == 32)
        #expect(try folder.mode(folder.key) == 0o600)
    }

    @Test func pin_certificateAndKey_isWhatOpenSSLComputes() throws {
        let folder = try Folder()
        let identity = try TLSIdentity.create(
            key: .generate(), keyPath: folder.key, certificatePath: folder.certificate)
        let public1 = try openssl(["x509", "-in", folder.certificate, "-noout", "-pubkey"])
        let public2 = try openssl(["pkey", "-in", folder.key, "-pubout"])
        #expect(!public1.isEmpty && public1 == public2)
        let der = try openssl(["pkey", "-pubin", "-outform", "DER"], input: public1)
        let digest = try openssl(["dgst", "-sha256", "-binary"], input: der)
        #expect(identity.pin == Array(digest))
    }

    @Test func makeCertificate_content_isSelfSignedP256ForALongTime() throws {
        let key = try TLSKey.generate()
        let certificate = Data(try key.makeCertificate().utf8)
        let text = String(
            decoding: try openssl(
                ["x509", "-noout", "-subject", "-issuer", "-enddate", "-text"],
                input: certificate), as: UTF8.self)
        #expect(text.contains("subject=CN = rue-aggregator"))
        #expect(text.contains("issuer=CN = rue-aggregator"))
        #expect(text.contains("9999"))
        #expect(text.contains("prime256v1"))
        #expect(text.contains("ecdsa-with-SHA256"))
    }

    @Test func generate_twice_differs() throws {
        #expect(try TLSKey.generate().pin != TLSKey.generate().pin)
    }

    @Test func create_fileThereAlready_isLeftAlone() throws {
        let folder = try Folder()
        try Data("precious".utf8).write(to: URL(fileURLWithPath: folder.key))
        #expect(throws: TLSIdentityError.file(path: folder.key, errno: EEXIST)) {
            try TLSIdentity.create(
                key: .generate(), keyPath: folder.key, certificatePath: folder.certificate)
        }
        #expect(FileManager.default.contents(atPath: folder.key) == Data("precious".utf8))
    }

    @Test func load_keyReadableByOthers_isRefusedWithTheRemedy() throws {
        let folder = try Folder()
        _ = try TLSIdentity.create(
            key: .generate(), keyPath: folder.key, certificatePath: folder.certificate)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640], ofItemAtPath: folder.key)
        let error = TLSIdentityError.exposed(path: folder.key)
        #expect(throws: error) {
            try TLSIdentity(keyPath: folder.key, certificatePath: folder.certificate)
        }
        #expect(error.description.contains("chmod 600 '\(folder.key)'"))
    }

    @Test func load_missingFile_isNamed() throws {
        let folder = try Folder()
        let error = TLSIdentityError.file(path: folder.key, errno: ENOENT)
        #expect(throws: error) {
            try TLSIdentity(keyPath: folder.key, certificatePath: folder.certificate)
        }
        #expect(error.description == "\(folder.key): No such file or directory")
    }

    @Test func init_certificateOfAnotherKey_isRefused() throws {
        let certificate = try TLSKey.generate().makeCertificate()
        #expect(throws: TLSIdentityError.mismatch) {
            try TLSIdentity(key: .generate(), certificatePEM: certificate)
        }
    }

    @Test func init_keyOfAnotherKind_isRefused() throws {
        for algorithm in [["ed25519"], ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"]] {
            let pem = try openssl(["genpkey", "-algorithm"] + algorithm)
            #expect(!pem.isEmpty)
            #expect(throws: TLSIdentityError.notP256) {
                try TLSKey(pem: String(decoding: pem, as: UTF8.self))
            }
        }
    }

    @Test func init_notPEM_isRefused() throws {
        #expect(throws: TLSIdentityError.self) { try TLSKey(pem: "nonsense") }
        #expect(throws: TLSIdentityError.self) {
            try TLSIdentity(key: .generate(), certificatePEM: "nonsense")
        }
    }
}
