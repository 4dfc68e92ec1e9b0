import RueServer
import RueWire

/// Changes the keys by which nodes know the server, so that no node ever meets a key that it does
/// not know.
///
/// Nodes know two: the live one and that of the recovery kit. So the server can change to the kit's
/// key at any time, provided that the nodes know that one; a new recovery key then follows, which
/// they learn from the server by their polls. A kit that is lost or was seen is replaced in the
/// same way, with the live key as it is.
public struct TLSRenewal {
    private let folder: StateFolder
    private let files: any StateFiles
    private let identity: ServerIdentity

    /// Prepares; nothing is touched yet. No server may use the folder.
    ///
    /// - Parameters:
    ///   - folder: the state folder.
    ///   - files: the file system.
    ///   - identity: what the folder holds.
    public init(folder: StateFolder, files: any StateFiles, identity: ServerIdentity) {
        self.folder = folder
        self.files = files
        self.identity = identity
    }

    /// Makes a new recovery key, and writes a kit with it. The live key stays.
    ///
    /// - Parameter nowMilliseconds: the time since 1970, for the kit's text.
    /// - Throws: `SetupError`; the settings still name the old kit then.
    public func makeKit(nowMilliseconds: Int64) throws(SetupError) {
        guard
            try Self.file({ () throws(StateFileError) in try files.read(folder.recoveryKit) })
                == nil
        else { throw .kitInTheWay(path: folder.recoveryKit) }
        let recovery = try Self.newIdentity()
        guard let pin = Pin(recovery.pin) else {
            throw .cryptography("the new recovery key has no pin")
        }
        let kit = RecoveryKit(
            signingKey: identity.signingKey, recovery: recovery, hosts: identity.settings.hosts,
            port: identity.settings.port, madeAtMilliseconds: nowMilliseconds)
        try write(folder.recoveryKit, kit.text)
        var settings = identity.settings
        settings.recoveryPin = pin
        try write(folder.settings, settings.text)
    }

    /// Changes the live key to a kit's recovery key, and makes a new kit. What a loss of power cuts
    /// short leaves a key that the nodes know.
    ///
    /// - Parameters:
    ///   - kit: the present kit, which was checked.
    ///   - nowMilliseconds: the time since 1970, for the new kit's text.
    /// - Throws: `SetupError`.
    public func change(to kit: RecoveryKit, nowMilliseconds: Int64) throws(SetupError) {
        try makeKit(nowMilliseconds: nowMilliseconds)
        try write(folder.tlsKey, kit.recovery.key.pem)
        try write(folder.tlsCertificate, kit.recovery.certificatePEM)
    }

    /// Makes the certificate anew for the key that is there: after a change that was cut short
    /// between the two files.
    ///
    /// - Parameters:
    ///   - folder: the state folder.
    ///   - files: the file system.
    /// - Throws: `SetupError`.
    public static func mendCertificate(
        in folder: StateFolder, files: any StateFiles
    ) throws(SetupError) {
        do throws(TLSIdentityError) {
            _ = try TLSIdentity(keyPath: folder.tlsKey, certificatePath: folder.tlsCertificate)
        } catch {
            guard error == .mismatch else { throw .tls(error) }
            let pem = try file { () throws(StateFileError) in try files.read(folder.tlsKey) }
            let certificate = try certificate(for: pem ?? [])
            try file { () throws(StateFileError) in
                try files.write(folder.tlsCertificate, Array(certificate.utf8))
            }
        }
    }

    private static func certificate(for pem: [UInt8]) throws(SetupError) -> String {
        do throws(TLSIdentityError) {
            return try TLSKey(pem: String(decoding: pem, as: UTF8.self)).makeCertificate()
        } catch {
            throw .tls(error)
        }
    }

    private static func newIdentity() throws(SetupError) -> TLSIdentity {
        do throws(TLSIdentityError) {
            let key = try TLSKey.generate()
            return try TLSIdentity(key: key, certificatePEM: try key.makeCertificate())
        } catch {
            throw .tls(error)
        }
    }

    private func write(_ path: String, _ text: String) throws(SetupError) {
        try Self.file { () throws(StateFileError) in try files.write(path, Array(text.utf8)) }
    }

    private static func file<T>(_ body: () throws(StateFileError) -> T) throws(SetupError) -> T {
        do throws(StateFileError) {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
