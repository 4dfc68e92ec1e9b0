public import RueWire

/// The code by which a node proves that it has an enrolment link, bound to its key, to the TLS key
/// that it sees, and to its base name.
public enum EnrolmentCode {
    /// Computes HMAC-SHA-256(SHA-256(secret), kid ‖ pin ‖ bn).
    /// - Parameters:
    ///   - secretHash: SHA-256 of the link's secret, all that the server keeps of it.
    ///   - keyID: the node's key.
    ///   - pin: the pin of the TLS key that the node sees, and the server has.
    ///   - baseName: the node's base name.
    /// - Returns: the code.
    public static func compute(
        secretHash: Bytes32, keyID: KeyID, pin: Pin, baseName: String
    ) -> Bytes32 {
        HMACSHA256.authenticate(
            keyID.bytes + pin.bytes + Array(baseName.utf8), key: secretHash.bytes)
    }
}
