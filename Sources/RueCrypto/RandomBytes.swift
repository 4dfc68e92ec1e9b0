internal import COpenSSL
public import RueWire

/// Random bytes fit for keys, nonces and secrets.
public enum RandomBytes {
    /// Takes bytes from OpenSSL's generator, which the kernel seeds. Blocks only early in the boot
    /// of a machine whose kernel has not gathered entropy yet.
    /// - Parameter count: how many bytes, 0 or more.
    /// - Returns: that many bytes.
    /// - Throws: `.library` when the generator cannot be seeded.
    public static func generate(_ count: Int) throws(CryptoError) -> [UInt8] {
        _ = rue_openssl_init()
        var done: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            buffer.initialize(repeating: 0)
            initialised = count
            done = count == 0 ? 1 : RAND_priv_bytes(buffer.baseAddress, Int32(count))
        }
        guard done == 1 else { throw .library(operation: "random bytes") }
        return bytes
    }

    /// Takes as many as an id or a nonce has.
    /// - Returns: 16 bytes.
    /// - Throws: `.library` when the generator cannot be seeded.
    public static func id() throws(CryptoError) -> Bytes16 {
        guard let id = Bytes16(try generate(16)) else { throw .library(operation: "random bytes") }
        return id
    }
}
