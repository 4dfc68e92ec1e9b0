internal import CEvent

/// A P-256 private key for TLS, as PEM, with its pin.
public struct TLSKey: Equatable, Sendable {
    /// PKCS#8 in PEM: secret.
    public let pem: String
    /// SHA-256 of the public key's DER SubjectPublicKeyInfo, 32 bytes: what nodes trust.
    public let pin: [UInt8]

    /// Makes a new key.
    ///
    /// - Returns: the key, which is stored nowhere yet.
    /// - Throws: `.openSSL` when there is no randomness or memory.
    public static func generate() throws(TLSIdentityError) -> TLSKey {
        rue_tls_initialise()
        let pem = try TLSKey.text { rue_tls_make_key($0, $1) }
        return try TLSKey(pem: pem)
    }

    /// Reads a key.
    ///
    /// - Parameter pem: an unencrypted P-256 private key.
    /// - Throws: `.notAKey`, `.notP256`.
    public init(pem: String) throws(TLSIdentityError) {
        rue_tls_initialise()
        let bytes = Array(pem.utf8)
        var pin = [UInt8](repeating: 0, count: 32)
        switch rue_tls_key_pin(bytes, bytes.count, &pin) {
        case 1: break
        case -1: throw .notP256
        case -2: throw .notAKey("its private half does not belong to its public one")
        default: throw .notAKey(TLSContext.reason())
        }
        self.pem = pem
        self.pin = pin
    }

    /// Makes a self-signed certificate, valid until 9999: nodes look at its key only.
    ///
    /// - Parameter commonName: the subject, up to 64 characters.
    /// - Returns: the certificate in PEM.
    /// - Throws: `.openSSL`.
    public func makeCertificate(
        commonName: String = "rue-aggregator"
    ) throws(TLSIdentityError) -> String {
        let bytes = Array(pem.utf8)
        return try TLSKey.text { rue_tls_make_certificate(bytes, bytes.count, commonName, $0, $1) }
    }

    private static func text(
        _ fill: (UnsafeMutablePointer<CChar>?, Int) -> Int32
    ) throws(TLSIdentityError) -> String {
        let capacity = 8_192
        var count = 0
        let bytes = [CChar](unsafeUninitializedCapacity: capacity) { buffer, initialised in
            count = Int(fill(buffer.baseAddress, capacity))
            initialised = count
        }
        guard count > 0 else { throw .openSSL(TLSContext.reason()) }
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
