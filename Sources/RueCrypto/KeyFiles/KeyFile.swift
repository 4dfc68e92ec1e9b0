internal import COpenSSL

/// A private key on disk, in the form that `openssl pkey` reads (PKCS #8 PEM, RFC 8410 §7), with
/// mode 0600.
public enum KeyFile {
    /// Writes a key where nothing is yet, whole or not at all, and syncs it. Blocks for as long as
    /// the disk needs.
    /// - Parameters:
    ///   - path: where; the folder must exist.
    ///   - key: the key to keep.
    /// - Throws: `.exists`, `.system`.
    public static func create(path: String, key: SigningKey) throws(KeyFileError) {
        let text = PrivateKeyPEM.encode(seed: key.seed)
        let result = text.withUnsafeBufferPointer {
            rue_keyfile_create(path, $0.baseAddress, $0.count)
        }
        guard result == 0 else { throw error(path: path, result: result, mode: 0) }
    }

    /// Reads a key that only its owner can reach.
    /// - Parameter path: where it is.
    /// - Returns: the key.
    /// - Throws: `.missing`, `.tooOpen`, `.symbolicLink`, `.notAFile`, `.malformed`, `.system`;
    ///   `.crypto` without memory.
    public static func load(path: String) throws(KeyFileError) -> SigningKey {
        var mode: UInt32 = 0
        var result: Int32 = 0
        let text = [UInt8](unsafeUninitializedCapacity: maximumByteCount) { buffer, initialised in
            buffer.initialize(repeating: 0)
            result = rue_keyfile_read(path, buffer.baseAddress, buffer.count, &mode)
            initialised = max(0, Int(result))
        }
        guard result >= 0 else { throw error(path: path, result: result, mode: mode) }
        guard let seed = PrivateKeyPEM.decode(text) else { throw .malformed(path: path) }
        do throws(CryptoError) {
            return try SigningKey(seed: seed)
        } catch {
            throw .crypto(path: path, error)
        }
    }

    /// More than any PEM of one key; the real one has 119 bytes.
    private static let maximumByteCount = 4096

    private static func error(path: String, result: Int32, mode: UInt32) -> KeyFileError {
        switch -result {
        case ENOENT: .missing(path: path)
        case EEXIST: .exists(path: path)
        case ELOOP: .symbolicLink(path: path)
        case EINVAL, EISDIR: .notAFile(path: path)
        case EFBIG: .malformed(path: path)
        case EACCES where mode != 0: .tooOpen(path: path, mode: mode)
        default: .system(path: path, errno: -result)
        }
    }
}
