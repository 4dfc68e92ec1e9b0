extension SigningKey {
    /// The key as a key file holds it (PKCS #8 PEM, RFC 8410 §7): secret.
    public var pem: String { String(decoding: PrivateKeyPEM.encode(seed: seed), as: UTF8.self) }

    /// Reads a key from the text of a key file.
    ///
    /// - Parameter pem: one unencrypted Ed25519 private key.
    /// - Throws: `.malformed`, without a path; `.crypto` without memory.
    public convenience init(pem: String) throws(KeyFileError) {
        guard let seed = PrivateKeyPEM.decode(Array(pem.utf8)) else { throw .malformed(path: "") }
        do throws(CryptoError) {
            try self.init(seed: seed)
        } catch {
            throw .crypto(path: "", error)
        }
    }
}
