public import RueCrypto
public import RueWire

/// The keys that a node had since its enrolment, and the rotations that led from each to the next
/// (PROTOCOL, Keys): what it shows a server that has forgotten it, with its grant.
public struct KeyHistory {
    /// The rotation messages since the grant, the earliest first.
    public let rotations: [[UInt8]]

    /// The enrolled key first, the node's own last.
    public let keys: [PublicKey]

    /// The history of a node that never changed its key.
    /// - Parameter key: the enrolled key.
    public init(_ key: PublicKey) {
        rotations = []
        keys = [key]
    }

    /// Follows the rotations from the enrolled key to the node's own.
    ///
    /// - Parameters:
    ///   - enrolled: the key of the grant.
    ///   - current: the node's own.
    ///   - messages: every rotation that the node ever made, in order. Those before the grant are
    ///     passed over.
    /// - Throws: `KeyHistoryError`.
    public init(
        from enrolled: PublicKey, to current: PublicKey, by messages: [[UInt8]]
    ) throws(KeyHistoryError) {
        var keys = [enrolled]
        var rotations: [[UInt8]] = []
        for message in messages where keys[keys.count - 1].keyID != current.keyID {
            let last = keys[keys.count - 1]
            let rotation = try Self.read(message)
            guard rotation.envelope.keyID == last.keyID else { continue }
            guard rotation.envelope.verify(with: last) else { throw .damaged }
            keys.append(rotation.newKey)
            rotations.append(message)
        }
        guard keys[keys.count - 1].keyID == current.keyID else { throw .incomplete }
        self.keys = keys
        self.rotations = rotations
    }

    /// One of the keys.
    /// - Parameter keyID: its id.
    /// - Returns: the key; nil when the node never had it.
    public func key(_ keyID: KeyID) -> PublicKey? {
        keys.first { $0.keyID == keyID }
    }

    private static func read(
        _ message: [UInt8]
    ) throws(KeyHistoryError) -> (envelope: Envelope, newKey: PublicKey) {
        let envelope: Envelope
        let payload: RotatePayload
        do throws(WireError) {
            envelope = try Envelope.decode(message)
            try envelope.require(.rotate)
            payload = try RotatePayload(decoding: envelope.payload)
        } catch {
            throw .damaged
        }
        do throws(CryptoError) {
            return (envelope, try PublicKey(bytes: payload.newKey))
        } catch {
            throw .damaged
        }
    }
}

/// Why rotations do not lead from the enrolled key to the node's own.
public enum KeyHistoryError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One of them is not as it was signed.
    case damaged
    /// One is missing.
    case incomplete

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .damaged: "a rotation of the node's key is damaged"
        case .incomplete: "the rotations do not lead from the enrolled key to the node's"
        }
    }
}
