internal import CEvent

/// What a TLS server shows: its key and the certificate for it.
public struct TLSIdentity: Equatable, Sendable {
    /// The private key.
    public let key: TLSKey
    /// The certificate in PEM.
    public let certificatePEM: String

    /// SHA-256 of the certificate's DER SubjectPublicKeyInfo, 32 bytes: what nodes trust.
    public var pin: [UInt8] { key.pin }

    /// Until when the certificate says that it is valid, in milliseconds since 1970; nil when it does
    /// not tell. Nodes do not ask: they know the key.
    public var expiryMilliseconds: Int64? {
        let bytes = Array(certificatePEM.utf8)
        let seconds = rue_tls_certificate_end(bytes, bytes.count)
        return seconds < 0 ? nil : seconds * 1_000
    }

    /// Makes a self-signed certificate for a key and writes both to new files.
    ///
    /// - Parameters:
    ///   - key: a new key, or the recovery key of a kit.
    ///   - keyPath: the key's file; only its owner can read it.
    ///   - certificatePath: the certificate's file.
    /// - Returns: the identity that a later start loads from there.
    /// - Throws: `.file` also when one of the two is there already; `.openSSL`.
    public static func create(
        key: TLSKey, keyPath: String, certificatePath: String
    ) throws(TLSIdentityError) -> TLSIdentity {
        let certificate = try key.makeCertificate()
        try PrivateFile.create(keyPath, key.pem)
        try PrivateFile.create(certificatePath, certificate)
        return try TLSIdentity(key: key, certificatePEM: certificate)
    }

    /// Loads an identity from its two files.
    ///
    /// - Parameters:
    ///   - keyPath: the key's file.
    ///   - certificatePath: the certificate's file.
    /// - Throws: `.file`, `.exposed` when others can read the key, `.notAKey`, `.notP256`,
    ///   `.notACertificate`, `.mismatch`.
    public init(keyPath: String, certificatePath: String) throws(TLSIdentityError) {
        let key = try PrivateFile.read(keyPath, isSecret: true)
        let certificate = try PrivateFile.read(certificatePath, isSecret: false)
        try self.init(key: TLSKey(pem: key), certificatePEM: certificate)
    }

    /// Puts a key and its certificate together.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - certificatePEM: a certificate for that key.
    /// - Throws: `.notACertificate`, `.mismatch`.
    public init(key: TLSKey, certificatePEM: String) throws(TLSIdentityError) {
        let bytes = Array(certificatePEM.utf8)
        var pin = [UInt8](repeating: 0, count: 32)
        guard rue_tls_certificate_pin(bytes, bytes.count, &pin) == 1 else {
            throw .notACertificate(TLSContext.reason())
        }
        guard pin == key.pin else { throw .mismatch }
        self.key = key
        self.certificatePEM = certificatePEM
    }
}
