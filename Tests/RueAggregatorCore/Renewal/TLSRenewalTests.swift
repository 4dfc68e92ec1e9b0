import Foundation
import RueCrypto
import RueServer
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct TLSRenewalTests {
    let scratch: ScratchFolder
    let folder: StateFolder
    let files = RenewalFiles()

    init() throws {
        scratch = try ScratchFolder()
        folder = StateFolder(path: scratch.file("server"))
        var setup = Setup(folder: folder, files: files)
        _ = try setup.run(hosts: ["house"], port: 8443, nowMilliseconds: 0)
    }

    /// Takes the kit out of the folder.
    func takeKit() throws -> RecoveryKit {
        let text = try #require(try files.read(folder.recoveryKit))
        try files.remove(folder.recoveryKit)
        return try RecoveryKit(reading: String(decoding: text, as: UTF8.self))
    }

    func identity() throws -> ServerIdentity { try ServerIdentity(folder: folder, files: files) }

    func renewal() throws -> TLSRenewal {
        TLSRenewal(folder: folder, files: files, identity: try identity())
    }

    @Test func change_toTheKitsKey_makesItLiveAndAnotherKit() throws {
        let before = try identity()
        let kit = try takeKit()
        try renewal().change(to: kit, nowMilliseconds: 5)
        let after = try identity()
        #expect(after.livePin == before.settings.recoveryPin)
        #expect(after.settings.recoveryPin != before.settings.recoveryPin)
        #expect(after.settings.hosts == before.settings.hosts)
        #expect(after.signingKey.publicKey.keyID == before.signingKey.publicKey.keyID)
        #expect(try takeKit().recoveryPin == after.settings.recoveryPin)
    }

    @Test func newKit_keepsTheLiveKey() throws {
        let before = try identity()
        _ = try takeKit()
        try renewal().makeKit(nowMilliseconds: 5)
        let after = try identity()
        #expect(after.livePin == before.livePin)
        #expect(after.settings.recoveryPin != before.settings.recoveryPin)
        #expect(try takeKit().recoveryPin == after.settings.recoveryPin)
    }

    @Test func newKit_whereOneLies_isRefused() throws {
        #expect(throws: SetupError.kitInTheWay(path: folder.recoveryKit)) {
            try renewal().makeKit(nowMilliseconds: 5)
        }
    }

    /// The power fails at each write in turn: whatever key the server then presents, nodes with
    /// the pins of before know it.
    @Test(arguments: 0...4)
    func power_lostAtAnyWrite_leavesAKeyThatNodesKnow(writes: Int) throws {
        let before = try identity()
        let known = [before.livePin, before.settings.recoveryPin]
        let kit = try takeKit()
        let renewal = try renewal()
        files.failsAfter = writes
        do {
            try renewal.change(to: kit, nowMilliseconds: 5)
            #expect(writes == 4)
        } catch {
            #expect(writes < 4)
        }
        files.failsAfter = nil
        try TLSRenewal.mendCertificate(in: folder, files: files)
        let after = try identity()
        #expect(known.contains(after.livePin))
        #expect((after.livePin == known[1]) == (writes >= 3))
        if writes >= 2 {
            #expect(try takeKit().recoveryPin == after.settings.recoveryPin)
        } else {
            #expect(after.settings.recoveryPin == kit.recoveryPin)
        }
    }
}

/// The real disk, until the power fails.
final class RenewalFiles: StateFiles {
    var failsAfter: Int?

    func createFolder(_ path: String) throws(StateFileError) {
        try attempt(path) {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        }
    }

    func read(_ path: String) throws(StateFileError) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { Array($0) }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws(StateFileError) {
        if let left = failsAfter {
            guard left > 0 else { throw StateFileError(path: path, reason: "no power") }
            failsAfter = left - 1
        }
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw StateFileError(path: path, reason: "not written") }
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    private func attempt(_ path: String, _ body: () throws -> Void) throws(StateFileError) {
        do { try body() } catch { throw StateFileError(path: path, reason: "\(error)") }
    }
}
