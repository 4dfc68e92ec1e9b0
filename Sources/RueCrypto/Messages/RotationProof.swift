public import RueWire

/// What a node's new key signs, to show that whoever rotates to it has it.
public enum RotationProof {
    /// The bytes to sign: `"rue-rotate-1"` ‖ old kid ‖ new kid ‖ seq (8 bytes, big-endian) ‖ prev.
    /// - Parameters:
    ///   - oldKeyID: the key that signs the rotation.
    ///   - newKeyID: the key that signs what follows.
    ///   - sequence: the rotation's sequence number.
    ///   - previous: the rotation's `prev`.
    /// - Returns: the message for the new key to sign or to verify.
    public static func message(
        oldKeyID: KeyID, newKeyID: KeyID, sequence: UInt64, previous: MessageID
    ) -> [UInt8] {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: sequence >> (56 - 8 * UInt64($0))) }
        return Array("rue-rotate-1".utf8) + oldKeyID.bytes + newKeyID.bytes + number
            + previous.bytes
    }
}
