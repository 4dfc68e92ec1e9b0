internal import COpenSSL

/// Compares secrets in a time that depends on their length alone.
/// - Parameters:
///   - left: one secret.
///   - right: the other; of another length, it is unequal at once.
/// - Returns: true when both hold the same bytes.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    guard !left.isEmpty else { return true }
    return left.withUnsafeBytes { left in
        right.withUnsafeBytes { right in
            CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
        }
    }
}
