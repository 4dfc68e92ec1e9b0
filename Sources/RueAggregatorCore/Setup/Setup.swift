import RueCrypto
import RueServer
import RueWire

/// Makes a state folder: keys, certificate, recovery kit, settings. From the kit of a lost server it
/// makes one that the nodes of that server know.
///
/// The settings are written last and mark the end: an interrupted setup is done over from what it
/// left, a finished one is never changed.
public struct Setup {
    private let folder: StateFolder
    private let files: any StateFiles
    private let kit: RecoveryKit?
    private var created: [String] = []

    /// Prepares; nothing is touched yet.
    ///
    /// - Parameters:
    ///   - folder: where the state shall be.
    ///   - files: the file system.
    ///   - kit: the kit of a lost server that is to be rebuilt with its keys; nil for a new server.
    public init(folder: StateFolder, files: any StateFiles, kit: RecoveryKit? = nil) {
        self.folder = folder
        self.files = files
        self.kit = kit
    }

    /// Makes what is missing. Blocks for as long as the disk needs.
    ///
    /// - Parameters:
    ///   - hosts: the names or addresses to put into links; not empty.
    ///   - port: the port to put into links.
    ///   - nowMilliseconds: the time, for the kit's text, since 1970.
    /// - Returns: what there is now, and which of it is new.
    /// - Throws: `SetupError`; what was made until then stays, and a second run goes on from there.
    public mutating func run(
        hosts: [String], port: UInt16, nowMilliseconds: Int64
    ) throws(SetupError) -> SetupReport {
        for host in hosts where !ServerSettings.isUsable(host: host) { throw .host(host) }
        try file { () throws(StateFileError) in try files.createFolder(folder.path) }
        if let report = try existing() {
            guard kit == nil else { throw .alreadySetUp(path: folder.path) }
            return report
        }
        try refuseNode()
        let signingKey = try makeSigningKey()
        // The nodes of a lost server know the recovery key, and it alone is left of what they know.
        let tls = if let kit { kit.recovery } else { try makeTLSIdentity() }
        let recovery = try makeTLSIdentity()
        try write(folder.tlsKey, Array(tls.key.pem.utf8))
        try write(folder.tlsCertificate, Array(tls.certificatePEM.utf8))
        guard let pin = Pin(recovery.pin) else {
            throw .cryptography("the new recovery key has no pin")
        }
        let newKit = RecoveryKit(
            signingKey: signingKey, recovery: recovery, hosts: hosts, port: port,
            madeAtMilliseconds: nowMilliseconds)
        try write(folder.recoveryKit, Array(newKit.text.utf8))
        let settings = ServerSettings(hosts: hosts, port: port, recoveryPin: pin)
        try write(folder.settings, Array(settings.text.utf8))
        return try report(settings, serverID: signingKey.publicKey.keyID)
    }

    /// Both programs name their lock the same: in one folder neither starts while the other runs.
    private func refuseNode() throws(SetupError) {
        for path in folder.filesOfANode {
            guard try file({ () throws(StateFileError) in try files.read(path) }) == nil else {
                throw .isNode(path: folder.path)
            }
        }
    }

    /// The report of a folder that is set up already.
    private func existing() throws(SetupError) -> SetupReport? {
        guard try file({ () throws(StateFileError) in try files.read(folder.settings) }) != nil
        else { return nil }
        let identity = try ServerIdentity(folder: folder, files: files)
        return try report(identity.settings, serverID: identity.signingKey.publicKey.keyID)
    }

    private func report(
        _ settings: ServerSettings, serverID: KeyID
    ) throws(SetupError) -> SetupReport {
        let kit = try file { () throws(StateFileError) in try files.read(folder.recoveryKit) }
        return SetupReport(
            created: created, settings: settings, serverID: serverID,
            isRecoveryKitHere: kit != nil)
    }

    /// A key left by an interrupted setup is taken: nothing knows it yet, and no key is ever
    /// overwritten.
    private mutating func makeSigningKey() throws(SetupError) -> SigningKey {
        if let left = try leftSigningKey() {
            guard kit == nil || kit?.serverID == left.publicKey.keyID else {
                throw .otherKey(path: folder.serverKey)
            }
            return left
        }
        let key = if let kit { kit.signingKey } else { try generateSigningKey() }
        do throws(KeyFileError) {
            try KeyFile.create(path: folder.serverKey, key: key)
        } catch {
            throw .signingKey(error)
        }
        created.append(folder.serverKey)
        return key
    }

    private func leftSigningKey() throws(SetupError) -> SigningKey? {
        do throws(KeyFileError) {
            return try KeyFile.load(path: folder.serverKey)
        } catch .missing {
            return nil
        } catch {
            throw .signingKey(error)
        }
    }

    private func generateSigningKey() throws(SetupError) -> SigningKey {
        do throws(CryptoError) {
            return try SigningKey.generate()
        } catch {
            throw .cryptography(error.description)
        }
    }

    private func makeTLSIdentity() throws(SetupError) -> TLSIdentity {
        do throws(TLSIdentityError) {
            let key = try TLSKey.generate()
            return try TLSIdentity(key: key, certificatePEM: try key.makeCertificate())
        } catch {
            throw .cryptography(error.description)
        }
    }

    private mutating func write(_ path: String, _ bytes: [UInt8]) throws(SetupError) {
        try file { () throws(StateFileError) in try files.write(path, bytes) }
        created.append(path)
    }

    private func file<T>(
        _ body: () throws(StateFileError) -> T
    ) throws(SetupError) -> T {
        do throws(StateFileError) {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
