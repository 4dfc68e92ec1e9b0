public import RueCrypto
public import RueWire

/// Who a node is to its server.
public struct NodeIdentity {
    /// The node's key.
    public let key: SigningKey

    /// Its enrolment.
    public let grant: Grant

    /// The server's name or address.
    public let host: String

    /// The server's node port.
    public let port: UInt16

    /// The key before, while the server has not taken the change to `key`.
    public let oldKey: SigningKey?

    /// The keys that it had since its enrolment.
    public let history: KeyHistory

    /// Who a node is to its server.
    /// - Parameters:
    ///   - key: the node's key.
    ///   - grant: its enrolment.
    ///   - history: the keys from the enrolment to `key`; nil where that is the enrolled one.
    ///   - oldKey: the key before, while the server has not taken the change.
    ///   - host: the server's name or address, without brackets.
    ///   - port: the server's node port.
    public init(
        key: SigningKey, grant: Grant, history: KeyHistory? = nil, oldKey: SigningKey? = nil,
        host: String, port: UInt16
    ) {
        self.key = key
        self.grant = grant
        self.history = history ?? KeyHistory(key.publicKey)
        self.oldKey = oldKey
        self.host = host
        self.port = port
    }

    /// The id of the node's key.
    public var keyID: KeyID { key.publicKey.keyID }

    /// Whether a key is, or was since the enrolment, the node's own.
    /// - Parameter keyID: the key's id.
    /// - Returns: whether what names it is meant for this node.
    public func isOwn(_ keyID: KeyID) -> Bool { history.key(keyID) != nil }
}
