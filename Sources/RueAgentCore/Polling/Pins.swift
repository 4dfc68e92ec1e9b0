public import RueCrypto
public import RueWire

/// New pins as the server signed them for a node (PROTOCOL, Transport): they replace both of the
/// grant's.
public struct Pins: Equatable, Sendable {
    /// The message as it came.
    public let message: [UInt8]

    /// When they were made, in milliseconds since 1970; only rising.
    public let number: UInt64

    /// The TLS keys that the node accepts: the live one and the recovery one.
    public let pins: [Pin]

    /// Reads and verifies new pins.
    ///
    /// - Parameters:
    ///   - message: the pins message.
    ///   - serverKey: the key of the node's own server, from its grant.
    ///   - isOwn: whether a key is, or was, the node's own.
    /// - Throws: `PinsError`.
    public init(
        decoding message: [UInt8], from serverKey: PublicKey, isOwn: (KeyID) -> Bool
    ) throws(PinsError) {
        let payload = try Self.payload(message, from: serverKey)
        guard isOwn(payload.keyID) else { throw .otherNode }
        self.message = message
        number = payload.number
        pins = [payload.livePin, payload.recoveryPin]
    }

    private static func payload(
        _ message: [UInt8], from serverKey: PublicKey
    ) throws(PinsError) -> PinsPayload {
        let envelope: Envelope
        do throws(WireError) {
            envelope = try Envelope.decode(message)
            try envelope.require(.pins)
        } catch {
            throw .malformed(error)
        }
        guard envelope.keyID == serverKey.keyID, envelope.verify(with: serverKey) else {
            throw .badSignature
        }
        do throws(WireError) {
            return try PinsPayload(decoding: envelope.payload)
        } catch {
            throw .malformed(error)
        }
    }
}

/// Why new pins are not taken.
public enum PinsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// They are no pins message.
    case malformed(WireError)
    /// The node's server did not sign them.
    case badSignature
    /// They are for another node.
    case otherNode
    /// Their number is not above that of the pins that the node has.
    case notNewer
    /// The key that the server shows now is not one of them: the node would lock itself out.
    case withoutServer

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .malformed(let error): "they are no pins message: \(error.description)"
        case .badSignature: "this node's server did not sign them"
        case .otherNode: "they are for another node"
        case .notNewer: "they are no newer than those that this node has"
        case .withoutServer: "the TLS key that the server shows is not one of them"
        }
    }
}
