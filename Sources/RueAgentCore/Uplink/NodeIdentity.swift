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

    /// Who a node is to its server.
    /// - Parameters:
    ///   - key: the node's key.
    ///   - grant: its enrolment.
    ///   - host: the server's name or address, without brackets.
    ///   - port: the server's node port.
    public init(key: SigningKey, grant: Grant, host: String, port: UInt16) {
        self.key = key
        self.grant = grant
        self.host = host
        self.port = port
    }

    /// The id of the node's key.
    public var keyID: KeyID { key.publicKey.keyID }
}
