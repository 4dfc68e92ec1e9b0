internal import COpenSSL
public import RueWire

/// HMAC with SHA-256 (RFC 2104), through OpenSSL.
public enum HMACSHA256 {
    /// Computes the authentication code of a message.
    /// - Parameters:
    ///   - message: what to authenticate, of any length.
    ///   - key: the secret, of any length.
    /// - Returns: the 32-byte code.
    public static func authenticate(_ message: [UInt8], key: [UInt8]) -> Bytes32 {
        key.withUnsafeBufferPointer { key in
            message.withUnsafeBufferPointer { message in
                SHA256.digest {
                    rue_hmac_sha256(
                        key.baseAddress, key.count, message.baseAddress, message.count, $0) == 1
                }
            }
        }
    }

    /// Checks an authentication code in a time that does not depend on where it differs.
    /// - Parameters:
    ///   - code: the code to check; one that is not 32 bytes is wrong.
    ///   - message: what it is to authenticate.
    ///   - key: the secret.
    /// - Returns: true when the code is right.
    public static func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        constantTimeEqual(authenticate(message, key: key).bytes, code)
    }
}
