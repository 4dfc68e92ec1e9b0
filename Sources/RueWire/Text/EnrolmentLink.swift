/// The one-time link that enrols a node:
/// `rue://host:8443/e#1.<id>.<secret>.<live pin>.<recovery pin>`, IPv6 addresses in brackets.
public struct EnrolmentLink: Equatable, Sendable {
    /// The node port that is meant when a link has none.
    public static let defaultPort: UInt16 = 8443

    /// The server's name or address; an IPv6 address without its brackets.
    public var host: String
    /// The server's node port.
    public var port: UInt16
    /// The token's id, 8 bytes.
    public var tokenID: [UInt8]
    /// The token's secret, 16 bytes.
    public var secret: [UInt8]
    /// The pin of the server's TLS key.
    public var livePin: Pin
    /// The pin of the TLS key that a re-installed server will use.
    public var recoveryPin: Pin

    /// Makes a link.
    ///
    /// - Parameters:
    ///   - host: the server's name or address; an IPv6 address without brackets.
    ///   - port: the server's node port.
    ///   - tokenID: the token's id, 8 bytes.
    ///   - secret: the token's secret, 16 bytes.
    ///   - livePin: the pin of the server's TLS key.
    ///   - recoveryPin: the pin of the key in the recovery kit.
    public init(
        host: String, port: UInt16, tokenID: [UInt8], secret: [UInt8], livePin: Pin,
        recoveryPin: Pin
    ) {
        self.host = host
        self.port = port
        self.tokenID = tokenID
        self.secret = secret
        self.livePin = livePin
        self.recoveryPin = recoveryPin
    }

    /// The link as a text.
    public var text: String {
        let isIPv6 = host.utf8.contains(UInt8(ascii: ":"))
        let parts = [tokenID, secret, livePin.bytes, recoveryPin.bytes]
        var text = "rue://" + (isIPv6 ? "[" + host + "]" : host) + ":\(port)/e#1"
        for part in parts { text += "." + Base64URL.encode(part) }
        return text
    }
}
