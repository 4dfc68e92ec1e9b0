public import RueCrypto
public import RueServer
public import RueWire

/// Who this server is: what a finished setup left, read back.
public struct ServerIdentity: Sendable {
    /// Signs grants, heads and receipts.
    public let signingKey: SigningKey
    /// What the node port presents.
    public let tls: TLSIdentity
    /// The pin of `tls`.
    public let livePin: Pin
    /// Hosts, port and recovery pin.
    public let settings: ServerSettings

    /// Reads it from a state folder.
    ///
    /// - Parameters:
    ///   - folder: the state folder.
    ///   - files: the file system.
    /// - Throws: `.notSetUp` when there are no settings, `.incomplete` when another file is gone,
    ///   and whatever is wrong with one of them.
    public init(folder: StateFolder, files: any StateFiles) throws(SetupError) {
        guard let text = try Self.read(folder.settings, files) else {
            throw .notSetUp(path: folder.path)
        }
        settings = try ServerSettings(
            parsing: String(decoding: text, as: UTF8.self), path: folder.settings)
        do throws(KeyFileError) {
            signingKey = try KeyFile.load(path: folder.serverKey)
        } catch {
            throw .signingKey(error)
        }
        do throws(TLSIdentityError) {
            tls = try TLSIdentity(keyPath: folder.tlsKey, certificatePath: folder.tlsCertificate)
        } catch {
            throw .tls(error)
        }
        guard let pin = Pin(tls.pin) else {
            throw .cryptography(folder.tlsCertificate + ": has no public key")
        }
        livePin = pin
    }

    private static func read(
        _ path: String, _ files: any StateFiles
    ) throws(SetupError) -> [UInt8]? {
        do throws(StateFileError) {
            return try files.read(path)
        } catch {
            throw .file(error)
        }
    }
}
