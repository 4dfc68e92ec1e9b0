internal import COpenSSL
public import RueWire

/// SHA-256 (FIPS 180-4), through OpenSSL.
public enum SHA256 {
    /// Hashes bytes that are all there.
    /// - Parameter bytes: what to hash, of any length.
    /// - Returns: the 32-byte digest.
    public static func hash(_ bytes: [UInt8]) -> Bytes32 {
        bytes.withUnsafeBufferPointer { hash($0) }
    }

    /// Hashes a part of a buffer without copying it.
    /// - Parameter bytes: what to hash, of any length.
    /// - Returns: the 32-byte digest.
    public static func hash(_ bytes: ArraySlice<UInt8>) -> Bytes32 {
        bytes.withUnsafeBufferPointer { hash($0) }
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Bytes32 {
        digest { rue_sha256_hash(bytes.baseAddress, bytes.count, $0) == 1 }
    }

    /// Collects a digest that C writes.
    ///
    /// A failure here means that memory ran out or that OpenSSL lacks SHA-256: nothing that the
    /// program signs or verifies would be right after it, and no caller could do anything else.
    static func digest(_ write: (UnsafeMutablePointer<UInt8>) -> Bool) -> Bytes32 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
            guard let start = buffer.baseAddress, write(start), let digest = Bytes32(buffer) else {
                fatalError("OpenSSL has no SHA-256 or no memory")
            }
            return digest
        }
    }
}
