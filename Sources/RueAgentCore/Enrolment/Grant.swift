public import RueCrypto
public import RueWire

/// A node's enrolment as the server granted it: signed by the server, naming the node's key.
public struct Grant {
    /// The grant message as it came.
    public let message: [UInt8]

    /// The message's id, on which the node's chain begins.
    public let id: MessageID

    /// What it says.
    public let payload: GrantPayload

    /// The server's key, which signs heads and receipts.
    public let serverKey: PublicKey

    /// Reads and verifies a grant.
    ///
    /// - Parameters:
    ///   - message: the grant message.
    ///   - key: the node's key, to which it must have been given.
    /// - Throws: `GrantError`.
    public init(decoding message: [UInt8], for key: PublicKey) throws(GrantError) {
        let envelope: Envelope
        do throws(WireError) {
            envelope = try Envelope.decode(message)
            guard envelope.kind == .grant else { throw WireError.unexpectedKind(envelope.kind) }
            payload = try GrantPayload(decoding: envelope.payload)
        } catch {
            throw .malformed(error)
        }
        do throws(CryptoError) {
            serverKey = try PublicKey(bytes: payload.serverKey)
        } catch {
            throw .badServerKey
        }
        guard payload.serverID == serverKey.keyID, envelope.keyID == serverKey.keyID,
            envelope.verify(with: serverKey)
        else { throw .badSignature }
        guard payload.publicKey == key.bytes else { throw .otherNode }
        self.message = message
        id = envelope.messageID
    }

    /// The key that a grant names. Nothing is verified.
    ///
    /// - Parameter message: the grant message.
    /// - Returns: the key that enrolled.
    /// - Throws: `.malformed`, `.otherNode` when it is no key.
    public static func enrolledKey(_ message: [UInt8]) throws(GrantError) -> PublicKey {
        let bytes: [UInt8]
        do throws(WireError) {
            let envelope = try Envelope.decode(message)
            try envelope.require(.grant)
            bytes = try GrantPayload(decoding: envelope.payload).publicKey
        } catch {
            throw .malformed(error)
        }
        do throws(CryptoError) {
            return try PublicKey(bytes: bytes)
        } catch {
            throw .otherNode
        }
    }

    /// The TLS keys that the node accepts: the live one and the recovery one.
    public var pins: [Pin] { [payload.livePin, payload.recoveryPin] }
}

/// Why a grant is not accepted.
public enum GrantError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It is no grant message.
    case malformed(WireError)
    /// The server's key in it is no good key.
    case badServerKey
    /// It is not signed by the server's key in it, or names another.
    case badSignature
    /// It was given to another key than this node's.
    case otherNode
    /// It answers another request: the token or the base name is not the one asked for.
    case otherRequest
    /// It pins other TLS keys than the link did.
    case otherPins

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .malformed(let error): "it is not a grant message: \(error.description)"
        case .badServerKey: "the server's key in it is not a valid key"
        case .badSignature: "it is not signed by the server that it names"
        case .otherNode: "it was given to another node's key"
        case .otherRequest: "it answers another request than this node's"
        case .otherPins: "it names other TLS keys than the link"
        }
    }
}
